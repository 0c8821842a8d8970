using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>One page of a package that has too many versions for its index.</summary>
public static class RegistrationPage
{
    /// <summary>Writes the page of these versions.</summary>
    /// <param name="page">As <see cref="RegistrationPaging"/> cuts them: 1 to 64, lowest first.</param>
    public static byte[] Write(FeedAddresses addresses, Hive hive, PackageId id, IReadOnlyList<RegistrationEntry> page) => V3Document.Write(json =>
    {
        json.WriteStartObject();
        new RegistrationItems(addresses, hive, id).WritePage(json, page);
        json.WriteEndObject();
    });
}
