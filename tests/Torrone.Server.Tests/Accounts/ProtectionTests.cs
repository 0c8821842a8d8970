using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Torrone.Server.Accounts.Protection;
using Torrone.Server.Secrets;
using Torrone.Server.Settings;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Accounts;

/// <summary>The keys that sign forms: in the database, sealed under the master key.</summary>
public sealed class ProtectionTests
{
    [Fact]
    public void What_is_sealed_opens_under_its_own_master_key_alone()
    {
        SealedXml seal = Seal(1);
        XElement secret = new("key", new XElement("value", "a secret"));
        EncryptedXmlInfo kept = seal.Encrypt(secret);
        Assert.DoesNotContain("secret", kept.EncryptedElement.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(kept.EncryptedElement.Value, seal.Encrypt(secret).EncryptedElement.Value);
        Assert.Equal(secret.ToString(), seal.Decrypt(kept.EncryptedElement).ToString());
        Assert.ThrowsAny<CryptographicException>(() => Seal(2).Decrypt(kept.EncryptedElement));
        byte[] bytes = Convert.FromBase64String(kept.EncryptedElement.Value);
        bytes[20] ^= 1;
        kept.EncryptedElement.Value = Convert.ToBase64String(bytes);
        Assert.ThrowsAny<CryptographicException>(() => seal.Decrypt(kept.EncryptedElement));
    }

    [Fact]
    public async Task A_form_and_a_session_outlive_a_restart_and_the_keys_are_sealed()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        (await gallery.Server.CommandAsync(
            ["users", "add", "ada", "--email", "ada@example.test", "--admin", "--password-stdin"], AccountGallery.Password)).Succeeded();
        using PageClient visitor = new(gallery.Server.Address);
        await AccountGallery.SignInAsync(visitor, "ada");
        PageAnswer form = await visitor.GetAsync("/account");
        await gallery.Server.StopAsync();
        await gallery.Server.StartAgainAsync();
        Assert.Equal("ada", await AccountGallery.WhoAsync(visitor));
        PageAnswer answer = await visitor.SubmitAsync(form, "/account", new Dictionary<string, string>
        {
            ["Input.Current"] = "wrong", ["Input.Password"] = "whatever else there is",
        });
        Assert.Contains("not your current", answer.Errors, StringComparison.Ordinal);
        List<string> keys = await gallery.RowsAsync<string>("SELECT xml FROM data_protection_keys");
        string xml = Assert.Single(keys);
        Assert.Matches("<sealed version=\"1\"[^>]*>[A-Za-z0-9+/=]{100,}</sealed>", xml);
        Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal);
    }

    private static SealedXml Seal(byte fill)
    {
        ServiceCollection services = new();
        byte[] key = new byte[MasterKey.Length];
        Array.Fill(key, fill);
        services.AddSingleton(MasterKey.Load(new TorroneSettings { MasterKey = Convert.ToBase64String(key) }));
        return new SealedXml(services.BuildServiceProvider());
    }
}
