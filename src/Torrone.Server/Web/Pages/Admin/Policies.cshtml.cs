using System.Globalization;
using Torrone.Server.Operations.Administration;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>/admin/policies: the rules that hold for the whole gallery, and the settings that make them.</summary>
public sealed class PoliciesModel(SitePolicies policies) : AdminPage
{
    private static new TextSource T => WebText.Site;

    public IReadOnlyList<SitePolicy> Policies { get; private set; } = [];

    public void OnGet() => Policies = policies.Read(Person);

    /// <summary>The value in the reader's words.</summary>
    public static string Say(SitePolicy policy) => !long.TryParse(policy.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        ? T["Policy." + policy.Setting + "." + policy.Value]
        : number == 0 ? T["Policy.Off"] : Words.Number(number);
}
