using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>
/// In the pseudo-language every sentence of ours stands in ⟦ ⟧. What does not was written into the code. User data, code and names are
/// marked as such (translate="no") and passed over; so is what says its own direction or language, and times.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class PseudoLanguageTests(FilledGallery gallery)
{
    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_holds_a_plain_English_word(string page, string who)
    {
        await using Visit visit = await gallery.VisitAsync(Pages.Of(gallery, who) with { Language = Visit.Pseudo });
        await visit.GoAsync(Pages.Address(gallery, page));
        string[] plain = await visit.Page.EvaluateAsync<string[]>(PlainWords);
        Assert.True(plain.Length == 0, string.Join('\n', plain));
        Assert.Contains('⟦', await visit.Page.TitleAsync());
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_cuts_a_sentence_off(string page, string who)
    {
        await using Visit visit = await gallery.VisitAsync(Pages.Of(gallery, who) with { Language = Visit.Pseudo, Width = 360 });
        await visit.GoAsync(Pages.Address(gallery, page));
        string[] cut = await visit.Page.EvaluateAsync<string[]>(CutOff);
        Assert.True(cut.Length == 0, string.Join('\n', cut));
    }

    // A block's whole text is one sentence that a <strong> or <code> may interrupt: brackets are counted over the whole page in order.
    private const string PlainWords = """
        () => {
          const found = [], letters = /\p{L}{2,}/u;
          const passedOver = e => e.closest('[translate=no], [dir=auto], body [lang], script, style, noscript, svg, template, pre, time');
          let depth = 0;
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode());) {
            if (passedOver(node.parentElement)) continue;
            let outside = '';
            for (const c of node.data) {
              if (c === '⟦') depth++;
              else if (c === '⟧') depth--;
              else if (depth <= 0) outside += c;
            }
            if (letters.test(outside)) found.push('text: ' + outside.trim().slice(0, 120) + '  in ' + node.parentElement.outerHTML.slice(0, 140));
          }
          for (const e of document.querySelectorAll('[title],[placeholder],[aria-label],[alt],[data-copied],[data-refused],[data-done],[data-leave]')) {
            if (e.closest('[translate=no]')) continue;
            for (const name of ['title', 'placeholder', 'aria-label', 'alt', 'data-copied', 'data-refused', 'data-done', 'data-leave']) {
              const value = e.getAttribute(name);
              if (value && letters.test(value) && !value.includes('⟦')) found.push(name + ': ' + value + '  in ' + e.outerHTML.slice(0, 140));
            }
          }
          return found;
        }
        """;

    private const string CutOff = """
        () => [...document.querySelectorAll('button, a, label, legend, h1, h2, h3, p, th, td, dt, dd, summary, span')]
          .filter(e => e.offsetParent && !e.closest('.hidden, pre, [translate=no]') && e.textContent.includes('⟦'))
          .filter(e => { const s = getComputedStyle(e); return s.overflow !== 'visible' && s.overflowX !== 'auto' && s.overflowX !== 'scroll'
            && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 2) && e.clientWidth > 2; })
          .map(e => e.outerHTML.slice(0, 200))
        """;
}
