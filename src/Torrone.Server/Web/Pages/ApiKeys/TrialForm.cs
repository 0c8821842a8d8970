using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Torrone.Server.ApiKeys;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>"Why would a push fail?": the question as it stands in the address, and its answer.</summary>
public sealed class TrialForm
{
    /// <summary>The uses that can be asked about.</summary>
    public static IReadOnlyList<KeyOperation> Operations { get; } = [KeyOperation.Push, KeyOperation.Unlist, KeyOperation.Relist, KeyOperation.Read];

    /// <summary>An operation's word; anything else is a push.</summary>
    [FromQuery(Name = "use")]
    public string Use { get; set => field = value ?? ""; } = "";

    [FromQuery(Name = "id")]
    public string Package { get; set => field = (value ?? "").Trim(); } = "";

    /// <summary>Empty leaves the questions about versions out.</summary>
    [FromQuery(Name = "version")]
    public string Version { get; set => field = (value ?? "").Trim(); } = "";

    /// <summary>An address; empty leaves the question about it out.</summary>
    [FromQuery(Name = "from")]
    public string From { get; set => field = (value ?? "").Trim(); } = "";

    /// <summary>True when somebody asks.</summary>
    public bool IsAsked => Package.Length > 0;

    public KeyOperation Operation => KeyOperations.Parse(Use) is { } known && Operations.Contains(known) ? known : KeyOperation.Push;

    /// <summary>What is wrong with the question; null when nothing is.</summary>
    [BindNever]
    public string? Problem { get; set; }

    /// <summary>Every rule; null without a question.</summary>
    [BindNever]
    public KeyExplanation? Answer { get; set; }
}
