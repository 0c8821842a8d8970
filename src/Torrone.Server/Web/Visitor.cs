using System.Globalization;
using Torrone.Server.Accounts;

namespace Torrone.Server.Web;

/// <summary>Who looks at the page, as far as the shell shows it.</summary>
/// <param name="Name">The user name as its holder spells it.</param>
/// <param name="IsAdmin">True when the shell offers Administration; the pages behind check for themselves.</param>
public sealed record Visitor(string Name, bool IsAdmin)
{
    /// <summary>One or two letters for the round badge on a phone.</summary>
    public string Initials => string.Concat(
        Name.Split(['-', '_', '.', ' '], StringSplitOptions.RemoveEmptyEntries).Take(2).Select(part => StringInfo.GetNextTextElement(part)));

    /// <summary>Null when nobody is signed in.</summary>
    public static Visitor? Of(HttpContext context) =>
        context.CurrentAccount() is { } person ? new Visitor(person.Name, person.IsAdmin) : null;
}
