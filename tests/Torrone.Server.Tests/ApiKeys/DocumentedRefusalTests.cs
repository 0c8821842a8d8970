using System.Reflection;
using System.Text.RegularExpressions;
using Torrone.Server.ApiKeys;
using Torrone.Server.Http;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>docs/key-rules.md says what the code does: each code with its status, each rule in its order.</summary>
public sealed partial class DocumentedRefusalTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("docs", "key-rules.md"));

    [Fact]
    public void Every_refusal_of_a_key_is_on_the_page_with_its_status()
    {
        List<Refusal> refusals = [.. All()];
        Assert.True(refusals.Count > 25, "The refusals are found in another way now.");
        string[] missing = [.. refusals.Where(r => !Row(r.Code, r.Status).IsMatch(Page)).Select(r => $"{r.Code} {r.Status}").Distinct()];
        Assert.Equal([], missing);
    }

    [Fact]
    public void Every_rule_is_on_the_page_in_the_order_in_which_it_is_asked()
    {
        IEnumerable<string> rules = RuleRow().Matches(Page).Select(m => m.Groups[1].Value).Where(r => r.Length > 0);
        Assert.Equal(Enum.GetValues<KeyRule>().Select(r => r.Name()), rules);
    }

    [Fact]
    public void Every_rule_has_a_sentence() =>
        Assert.All(Enum.GetValues<KeyRule>(), rule => Assert.True(rule.Sentence().Length > 10));

    private static IEnumerable<Refusal> All()
    {
        foreach (MemberInfo member in typeof(KeyRefusals).GetMembers(BindingFlags.Public | BindingFlags.Static))
        {
            if (member is PropertyInfo { PropertyType: var type } property && type == typeof(Refusal))
            {
                yield return (Refusal)property.GetValue(null)!;
            }
            else if (member is MethodInfo { IsSpecialName: false } method && method.ReturnType == typeof(Refusal))
            {
                yield return (Refusal)method.Invoke(null, [.. method.GetParameters().Select(p => p.ParameterType == typeof(long) ? 0L : (object)"x")])!;
            }
        }
    }

    private static Regex Row(string code, int status) => new($@"(?m)^\|.*`{Regex.Escape(code)}`.*\| {status} \|", RegexOptions.CultureInvariant);

    // Five cells: rule, code, status, reason. The first table has three.
    [GeneratedRegex(@"(?m)^\| (?:`([a-z-]+)` )?\| `[a-z-]+` \| \d{3} \|", RegexOptions.CultureInvariant)]
    private static partial Regex RuleRow();
}
