using System.Security.Cryptography;
using Torrone.Server.Data;
using Torrone.Server.Text;

namespace Torrone.Server.Secrets;

/// <summary>Ties a database to its master key: with another key every API key would be unknown, which must be said at the start.</summary>
public static class MasterKeyCheck
{
    private static readonly TextSource Sentences = new("Torrone.Server.Secrets.Text");

    /// <summary>Remembers the key's mark in a new database, compares it in an old one.</summary>
    /// <exception cref="MasterKeyException">The database was made with another key.</exception>
    public static async Task ApplyAsync(Database database, MasterKey key, CancellationToken cancellation = default)
    {
        string current = Mark(key, key.Current);
        string kept = await database.WriteAsync(async write =>
        {
            await write.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('master_key_mark', @current) ON CONFLICT (name) DO NOTHING", new { current });
            return await write.ScalarAsync<string>("SELECT value FROM meta WHERE name = 'master_key_mark'");
        }, cancellation) ?? "";
        if (!key.Versions.Any(v => Mark(key, v) == kept))
        {
            throw new MasterKeyException(Sentences["MasterKeyWrong"]);
        }
    }

    private static string Mark(MasterKey key, int version) =>
        Convert.ToHexStringLower(SHA256.HashData(key.Derive("mark", version)))[..16];
}
