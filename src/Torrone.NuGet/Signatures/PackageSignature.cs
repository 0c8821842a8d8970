namespace Torrone.NuGet.Signatures;

/// <summary>
/// What a package's signature says of itself. It fits the package's content; whether its signer is to be trusted is for each client to
/// decide, and nothing here says so.
/// </summary>
/// <param name="Kind">author, repository or, when the signature does not say, unknown.</param>
/// <param name="Signer">The name in the signer's certificate: anybody can write any name into one.</param>
/// <param name="Fingerprint">SHA-256 of the signer's certificate, 64 hexadecimal digits in lower case.</param>
/// <param name="IsTimestamped">True when a timestamp was added, without which the signature ends with its certificate.</param>
public sealed record PackageSignature(string Kind, string Signer, string Fingerprint, bool IsTimestamped)
{
    public const string Author = "author";
    public const string Repository = "repository";
    public const string Unknown = "unknown";
}
