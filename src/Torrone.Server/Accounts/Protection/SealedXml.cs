using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Torrone.Server.Secrets;

namespace Torrone.Server.Accounts.Protection;

/// <summary>
/// Seals data-protection keys under the master key (AES-256-GCM, a fresh nonce each), so that a stolen database alone forges no form.
/// </summary>
/// <param name="services">The framework makes decryptors by their type's name and gives them this, or nothing.</param>
internal sealed class SealedXml(IServiceProvider services) : IXmlEncryptor, IXmlDecryptor
{
    private const string Purpose = "data-protection";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly MasterKey _master = services.GetRequiredService<MasterKey>();

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        byte[] plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        byte[] @sealed = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(@sealed.AsSpan(0, NonceLength));
        using AesGcm aes = new(_master.Derive(Purpose, _master.Current), TagLength);
        aes.Encrypt(@sealed.AsSpan(0, NonceLength), plain, @sealed.AsSpan(NonceLength, plain.Length), @sealed.AsSpan(NonceLength + plain.Length));
        XElement element = new("sealed", new XAttribute("version", _master.Current), Convert.ToBase64String(@sealed));
        return new EncryptedXmlInfo(element, typeof(SealedXml));
    }

    /// <exception cref="CryptographicException">The bytes were changed, or were sealed under another master key.</exception>
    public XElement Decrypt(XElement encryptedElement)
    {
        byte[] @sealed = Convert.FromBase64String(encryptedElement.Value);
        int version = int.Parse(encryptedElement.Attribute("version")?.Value ?? "", CultureInfo.InvariantCulture);
        int length = @sealed.Length - NonceLength - TagLength;
        byte[] plain = new byte[Math.Max(length, 0)];
        using AesGcm aes = new(_master.Derive(Purpose, version), TagLength);
        aes.Decrypt(@sealed.AsSpan(0, NonceLength), @sealed.AsSpan(NonceLength, length), @sealed.AsSpan(NonceLength + length), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
