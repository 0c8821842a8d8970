using Microsoft.AspNetCore.Identity;

namespace Torrone.Server.Accounts.Identity;

/// <summary>Names and addresses are compared in lower case, as the columns lower_name and lower_email hold them.</summary>
internal sealed class LowerNames : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name?.Trim().ToLowerInvariant();

    public string? NormalizeEmail(string? email) => email?.Trim().ToLowerInvariant();
}
