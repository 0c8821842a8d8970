using System.Security.Cryptography;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>What makes one form's answer unrepeatable: sent again by a reload or by Back, it is recognized.</summary>
public static class FormNonce
{
    /// <summary>32 hexadecimal digits at random.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
