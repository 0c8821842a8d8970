using Torrone.Server.Secrets;
using Torrone.Server.Settings;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Secrets;

/// <summary>The one secret outside the database: made once, whole, and readable by its owner alone.</summary>
public sealed class MasterKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TorroneSettings Settings => new() { Data = _folder.Under("data") };

    [Fact]
    public async Task Programs_that_start_at_once_make_one_key()
    {
        string[] derived = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
            Convert.ToHexString(MasterKey.Load(Settings).Derive("test", 1)))));
        Assert.Single(derived.Distinct());
        Assert.Equal([Settings.Under("master.key")], Directory.GetFiles(Settings.DataFolder));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Settings.Under("master.key")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void A_malformed_key_is_refused_without_being_told()
    {
        Directory.CreateDirectory(Settings.DataFolder);
        foreach (string text in (string[])["", "c2VjcmV0", "1:c2VjcmV0", new string('A', 44), "0:" + Convert.ToBase64String(new byte[32])])
        {
            File.WriteAllText(Settings.Under("master.key"), text);
            MasterKeyException refused = Assert.Throws<MasterKeyException>(() => MasterKey.Load(Settings));
            Assert.Contains("master.key", refused.Message, StringComparison.Ordinal);
            Assert.True(text.Length == 0 || !refused.Message.Contains(text, StringComparison.Ordinal));
        }
    }

    public void Dispose() => _folder.Dispose();
}
