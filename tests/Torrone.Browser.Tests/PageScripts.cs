namespace Torrone.Browser.Tests;

/// <summary>What runs inside the page to see how it keeps the rules.</summary>
internal static class PageScripts
{
    /// <summary>Before the page's own scripts: adds up how far things move.</summary>
    public const string CountShift = """
        window.shift = 0;
        new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value; })
          .observe({ type: 'layout-shift', buffered: true });
        """;

    /// <summary>WCAG 2.2 AA and good practice, by axe, which must have been loaded.</summary>
    public const string RunAxe = """
        async () => {
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const result = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
          const say = (v, n) => `${v.id}: ${v.help}\n  ${n.html}\n  ${[...n.any, ...n.all].map(c => c.message).join('; ')}`;
          return { passes: result.passes.length, violations: result.violations.flatMap(v => v.nodes.map(n => say(v, n))) };
        }
        """;

    /// <summary>Elements that stick out of the page, but for those inside a box that scrolls by itself.</summary>
    public const string TooWide = """
        () => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const scrolls = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
            if (getComputedStyle(p).overflowX !== 'visible') return true; return false; };
          const found = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > width + 1 && !scrolls(e))
            .map(e => e.outerHTML.slice(0, 160));
          return found.length ? found : ['the page scrolls sideways'];
        }
        """;

    /// <summary>A block's whole text is one sentence that a strong or code element may interrupt: brackets are counted over the whole page in order.</summary>
    public const string PlainWords = """
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

    public const string CutOff = """
        () => [...document.querySelectorAll('button, a, label, legend, h1, h2, h3, p, th, td, dt, dd, summary, span')]
          .filter(e => e.offsetParent && !e.closest('.hidden, pre, [translate=no]') && e.textContent.includes('⟦'))
          .filter(e => { const s = getComputedStyle(e); return s.overflow !== 'visible' && s.overflowX !== 'auto' && s.overflowX !== 'scroll'
            && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 2) && e.clientWidth > 2; })
          .map(e => e.outerHTML.slice(0, 200))
        """;
}
