using Torrone.Server.Settings;

namespace Torrone.Server.Http;

/// <summary>
/// Takes the public URL's path (https://example.com/nuget → /nuget) as the path base of every request, whether the reverse proxy in
/// front strips it from the path or passes it on.
/// </summary>
public static class PublicPathBase
{
    /// <summary>Must run before routing.</summary>
    public static IApplicationBuilder UsePublicPathBase(this IApplicationBuilder app, TorroneSettings settings)
    {
        PathString pathBase = settings.PublicUrl.Length == 0
            ? PathString.Empty
            : PathString.FromUriComponent(new Uri(settings.PublicUrl).AbsolutePath.TrimEnd('/'));
        return !pathBase.HasValue ? app : app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(pathBase, out PathString rest))
            {
                context.Request.Path = rest.HasValue ? rest : "/";
            }

            context.Request.PathBase = pathBase;
            return next(context);
        });
    }
}
