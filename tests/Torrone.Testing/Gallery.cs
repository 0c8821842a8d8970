namespace Torrone.Testing;

/// <summary>What a test does first at a fresh gallery: an account and a key, made by the command line beside the running server.</summary>
public static class Gallery
{
    public const string Password = "a long enough Passphrase 7";

    /// <summary>Adds a person whose address is confirmed.</summary>
    public static async Task AddUserAsync(this ServerProcess server, string name, bool admin = false) =>
        (await server.CommandAsync(["users", "add", name, "--email", $"{name}@example.org", .. admin ? (string[])["--admin"] : [], "--password-stdin"],
            Password + "\n")).Succeeded();

    /// <summary>Makes a key and answers its text.</summary>
    public static async Task<string> CreateKeyAsync(this ServerProcess server, string user, string actions = "push,unlist", string glob = "*") =>
        (await server.CommandAsync(["keys", "create", "--user", user, "--name", $"test {actions} {glob}", "--actions", actions, "--glob", glob,
            "--expires", "7d"])).Succeeded().Output.Trim();
}
