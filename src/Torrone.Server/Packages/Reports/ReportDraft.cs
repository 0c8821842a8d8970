using Torrone.Server.Accounts;

namespace Torrone.Server.Packages.Reports;

/// <summary>A report as its form says it.</summary>
/// <param name="Reason">A word of <see cref="ReportReason"/>.</param>
/// <param name="Message">What was found; 20 to 4,000 characters.</param>
/// <param name="Email">Where somebody without an account may be asked; null or empty for nowhere. Not looked at for who is signed in.</param>
/// <param name="TellOwners">Send it to the owners as well, without the reporter's name. Not done where that would warn whoever does harm.</param>
public sealed record ReportDraft(string? Reason, string? Message, string? Email, bool TellOwners)
{
    public const int ShortestMessage = 20;

    public const int LongestMessage = 4_000;

    /// <summary>Everything that is wrong with it; empty when nothing is.</summary>
    /// <param name="anonymous">True when nobody is signed in.</param>
    public IReadOnlyList<ReportProblem> Problems(bool anonymous)
    {
        List<ReportProblem> problems = [];
        if (!ReportReason.All.Contains(Reason ?? ""))
        {
            problems.Add(new ReportProblem("Reason", "ReasonMissing"));
        }

        if (Text.Length is < ShortestMessage or > LongestMessage)
        {
            bool tooShort = Text.Length < ShortestMessage;
            problems.Add(new ReportProblem("Message", tooShort ? "TooShort" : "TooLong", tooShort ? ShortestMessage : LongestMessage));
        }

        if (anonymous && !string.IsNullOrWhiteSpace(Email) && EmailRules.Check(Email.Trim()) is not null)
        {
            problems.Add(new ReportProblem("Email", "EmailMalformed"));
        }

        return problems;
    }

    /// <summary>The message with its line breaks as they are counted and kept, and no other control characters.</summary>
    public string Text => string.Concat((Message ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Where(c => c == '\n' || !char.IsControl(c))).Trim();
}
