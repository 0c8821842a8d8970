using Torrone.NuGet.V3;

namespace Torrone.Server.Web.Gallery;

/// <summary>What readers are told about a deprecated version.</summary>
/// <param name="AlternateIsHere">True when this gallery has the alternative, so that its name can be a link.</param>
public sealed record DeprecationNotice(Deprecation Deprecation, bool AlternateIsHere);
