namespace Torrone.Server.Search;

/// <summary>The fields a query may name, as nuget.org's search syntax does.</summary>
public enum SearchField
{
    /// <summary><c>packageid:</c> the whole id, whatever its case.</summary>
    PackageId,

    /// <summary><c>id:</c> any part of the id.</summary>
    Id,

    /// <summary><c>owner:</c> the whole name of an owner.</summary>
    Owner,

    /// <summary><c>version:</c> a version that the package has, normalized.</summary>
    Version,

    /// <summary><c>title:</c></summary>
    Title,

    /// <summary><c>tag:</c> or <c>tags:</c></summary>
    Tags,

    /// <summary><c>author:</c> or <c>authors:</c></summary>
    Authors,

    /// <summary><c>description:</c></summary>
    Description,

    /// <summary><c>summary:</c></summary>
    Summary,
}
