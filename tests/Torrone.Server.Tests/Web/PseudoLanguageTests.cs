using AngleSharp.Dom;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>Whatever is not disguised in the made-up language was hard-coded.</summary>
public sealed class PseudoLanguageTests(WebGallery web) : IClassFixture<WebGallery>
{
    private static readonly string[] Attributes = ["aria-label", "placeholder", "title", "alt", "data-copied", "data-refused", "data-label"];

    [Fact]
    public async Task No_page_speaks_plain_english()
    {
        List<string> plain = [];
        using PageClient visitor = web.Visitor();
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        foreach ((PageClient client, string path) in WebGallery.PublicPages.Select(p => (visitor, p)).Concat(WebGallery.PrivatePages.Select(p => (owner, p))))
        {
            PageAnswer page = await client.GetAsync(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "culture=qps-Ploc");
            plain.AddRange(PlainWords(page).Select(words => $"{path}: {words}"));
        }

        Assert.True(plain.Count == 0, string.Join('\n', plain));
    }

    private static IEnumerable<string> PlainWords(PageAnswer page)
    {
        foreach (IElement element in page.Document.Body!.QuerySelectorAll("*").Where(e => !IsData(e)))
        {
            foreach (string attribute in Attributes.Where(element.HasAttribute))
            {
                if (IsPlain(element.GetAttribute(attribute)!))
                {
                    yield return $"{element.LocalName}[{attribute}]={element.GetAttribute(attribute)}";
                }
            }

            // A sentence with markup inside is disguised as a whole: its ends may stand in another element.
            bool within = Inside(element);
            foreach (IText text in element.ChildNodes.OfType<IText>().Where(t => !within && IsPlain(t.Data)))
            {
                yield return $"{element.LocalName}: {text.Data.Trim()}";
            }
        }

        if (IsPlain(page.Document.Title!.Split('·')[0]) && !page.Document.Title!.Contains('⟦', StringComparison.Ordinal))
        {
            yield return "title: " + page.Document.Title;
        }
    }

    private static bool IsPlain(string words) => words.Any(char.IsAsciiLetter) && !words.Contains('⟦', StringComparison.Ordinal) && !words.Contains('⟧', StringComparison.Ordinal);

    private static bool Inside(IElement element) =>
        element.ParentElement is { } parent && parent.ChildNodes.OfType<IText>().Any(t => t.Data.Contains('⟦', StringComparison.Ordinal));

    // What people or packages wrote, code, moments, and the names of things.
    private static bool IsData(IElement element) =>
        element.Closest("[translate=no], code, pre, time, kbd, .readme, .notes, .package-description, .result-description, .mono, .number, dd.anywhere, dd.id, .facts a.anywhere, .initials, option, .tab-count") is not null;
}
