using Microsoft.Playwright;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>Ways of a person without a mouse. Each finds its target by the words on the page and reaches it by Tab alone.</summary>
public static class Keyboard
{
    private const int MostStops = 120;

    /// <summary>Presses Tab until the target has the focus, and checks that the focus can be seen.</summary>
    public static async Task TabToAsync(this IPage page, ILocator target)
    {
        await Assertions.Expect(target).ToBeVisibleAsync();
        for (int stop = 0; stop < MostStops; stop++)
        {
            if (await target.EvaluateAsync<bool>("e => e === document.activeElement"))
            {
                Assert.True(await page.FocusIsVisibleAsync(), $"The focus on '{await target.TextContentAsync()}' cannot be seen.");
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{MostStops} presses of Tab do not reach {target}.");
    }

    public static async Task EnterAsync(this IPage page, ILocator target)
    {
        await page.TabToAsync(target);
        await page.Keyboard.PressAsync("Enter");
    }

    public static async Task SpaceAsync(this IPage page, ILocator target)
    {
        await page.TabToAsync(target);
        await page.Keyboard.PressAsync("Space");
    }

    public static async Task TypeAsync(this IPage page, ILocator target, string text)
    {
        await page.TabToAsync(target);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>The focused element has an outline, a ring or another border than without focus, and is not covered.</summary>
    public static Task<bool> FocusIsVisibleAsync(this IPage page) => page.EvaluateAsync<bool>("""
        () => {
          const e = document.activeElement, box = e.getBoundingClientRect();
          const inLabel = e.matches('input[type=checkbox], input[type=radio]') ? e.closest('label') : null;
          const marked = [e, inLabel].filter(Boolean).some(x => {
            const style = getComputedStyle(x);
            return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none';
          });
          const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 20);
          const top = document.elementFromPoint(x, y);
          const uncovered = !!top && (e === top || e.contains(top) || top.contains(e) || (inLabel?.contains(top) ?? false));
          return marked && uncovered;
        }
        """);
}
