namespace Torrone.Server.Http;

/// <summary>Tells addresses of programs from addresses of people: the former keep their own errors, know no language and carry no page headers.</summary>
public static class ProtocolPaths
{
    private static readonly PathString[] Roots = ["/v3", "/v3-flatcontainer", "/api", "/feeds", "/symbols", "/health", "/metrics"];

    /// <summary>True for an address that a NuGet client, the API or an operator's tool asks for.</summary>
    public static bool Include(PathString path)
    {
        foreach (PathString root in Roots)
        {
            if (path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
