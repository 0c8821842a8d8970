using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Protection;

/// <summary>
/// The data-protection keys (they sign the tokens of forms) as rows, so that every node has the same and a restart keeps them. The
/// framework's interface is synchronous; it is asked at the start and once a day.
/// </summary>
internal sealed class DatabaseKeyRing(Database database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. database.ReadAsync(read => read.QueryAsync<string>("SELECT xml FROM data_protection_keys ORDER BY id")).GetAwaiter().GetResult().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) => database.WriteAsync(write => write.ExecuteAsync(
        "INSERT INTO data_protection_keys (friendly_name, xml) VALUES (@friendlyName, @xml)",
        new { friendlyName, xml = element.ToString(SaveOptions.DisableFormatting) })).GetAwaiter().GetResult();
}
