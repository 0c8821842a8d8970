namespace Torrone.Server.Web;

/// <summary>Where to go back to: an address that a stranger may have chosen and that must not leave this site.</summary>
public static class LocalAddress
{
    /// <summary>
    /// The address if it is a path of this site (begins with one slash, holds no backslash or control character), else the site's root.
    /// </summary>
    public static string OrHome(HttpRequest request, string? address) =>
        address is { Length: > 0 and <= 2048 } && IsLocal(address) ? address : request.PathBase + "/";

    /// <summary>True for "/path?query"; false for "//host", "/\host", "https://host", anything with control characters.</summary>
    public static bool IsLocal(string address)
    {
        if (address.Length == 0 || address[0] != '/' || (address.Length > 1 && address[1] is '/' or '\\'))
        {
            return false;
        }

        foreach (char c in address)
        {
            if (char.IsControl(c) || c == '\\')
            {
                return false;
            }
        }

        return true;
    }
}
