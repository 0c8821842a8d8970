namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>The filter of a list as a form.</summary>
/// <param name="Address">The list without a filter.</param>
/// <param name="States">The states on offer: how the address names them, and how people do.</param>
/// <param name="Owners">Names on offer; none are when there is one.</param>
public sealed record KeyFilterForm(
    string Address, string Text, string State, IReadOnlyList<(string Value, string Words)> States, string Owner, IReadOnlyList<string> Owners)
{
    /// <summary>What the field of the names is called in the address and on the page.</summary>
    public string OwnerField { get; init; } = "owner";

    public string OwnerWords { get; init; } = WebText.ApiKeys["Filter.Owner"];

    public string AnyOwnerWords { get; init; } = WebText.ApiKeys["Filter.AnyOwner"];

    /// <summary>True when something may be left out.</summary>
    public bool IsSet => Text.Length + State.Length + Owner.Length > 0;
}
