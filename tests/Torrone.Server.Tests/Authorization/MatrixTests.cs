using Torrone.Server.ApiKeys;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Authorization;

/// <summary>
/// Every combination of who acts, membership, state of the key and of its parent, action, ownership, lock, policy and reserved prefix:
/// rows of a real database through the product's own reading and evaluation, against a model that knows nothing of either.
/// </summary>
public sealed class MatrixTests(Engines engines)
{
    [Fact]
    public async Task The_product_and_the_naive_model_agree_on_every_combination()
    {
        await using MatrixWorld world = await MatrixWorld.NewAsync(engines, "sqlite");
        List<(Acting Acting, KeyFate Fate, string Action, KeyText Text)> keys = [];
        foreach (Acting acting in Enum.GetValues<Acting>())
        {
            foreach (KeyFate fate in Enum.GetValues<KeyFate>())
            {
                foreach (string action in MatrixWorld.Actions)
                {
                    keys.Add((acting, fate, action, await world.KeyAsync(acting, fate, action)));
                }
            }
        }

        List<string> differ = [];
        Dictionary<string, int> seen = [];
        foreach (Trouble trouble in Enum.GetValues<Trouble>())
        {
            await world.BefallAsync(trouble);
            foreach ((Acting acting, KeyFate fate, string action, KeyText text) in keys)
            {
                PresentedKey key = await world.FindAsync(text) ?? throw new InvalidOperationException("The key was made a moment ago.");
                foreach (MatrixCase cell in Cells(acting, fate, action, trouble))
                {
                    string expected = NaiveModel.Expect(cell);
                    string answer = MatrixWorld.Answer(key, world.Question(cell));
                    seen[expected] = seen.GetValueOrDefault(expected) + 1;
                    if (answer != expected && differ.Count < 20)
                    {
                        differ.Add($"{cell}: expected {expected}, got {answer}");
                    }
                }
            }
        }

        Assert.True(differ.Count == 0, string.Join('\n', differ));
        Assert.Equal(7 * 13 * 6 * 6 * 7 * 8, seen.Values.Sum());
        // Each outcome is met: a matrix that is all "no" would agree as well.
        Assert.Superset(new HashSet<string>
        {
            "ok", "key-unknown", "key-revoked", "key-expired", "account-locked", "account-unconfirmed", "parent-ended", "parent-stopped", "parent-narrower",
            "key-held", "key-frozen", "key-used-up", "scope-action", "membership-ended", "second-factor-required", "policy-action", "not-owner", "prefix-reserved",
        }, seen.Keys.ToHashSet());
        Assert.True(seen["ok"] > 500, $"Only {seen["ok"]} combinations are allowed.");
    }

    [Fact]
    public async Task PostgreSQL_reads_the_same_keys()
    {
        await using MatrixWorld world = await MatrixWorld.NewAsync(engines, "postgresql");
        List<(MatrixCase Cell, KeyText Text)> cells = [];
        foreach (Acting acting in Enum.GetValues<Acting>())
        {
            foreach (KeyFate fate in Enum.GetValues<KeyFate>())
            {
                KeyText text = await world.KeyAsync(acting, fate, "push");
                cells.AddRange(Cells(acting, fate, "push", Trouble.None).Where(c => c.Operation == KeyOperation.Push).Select(c => (c, text)));
            }
        }

        foreach (Trouble trouble in Enum.GetValues<Trouble>())
        {
            await world.BefallAsync(trouble);
            foreach (IGrouping<KeyText, (MatrixCase Cell, KeyText Text)> of in cells.GroupBy(c => c.Text))
            {
                PresentedKey key = (await world.FindAsync(of.Key))!;
                Assert.All(of, c =>
                {
                    MatrixCase cell = c.Cell with { Trouble = trouble };
                    Assert.Equal((cell, NaiveModel.Expect(cell)), (cell, MatrixWorld.Answer(key, world.Question(cell))));
                });
            }
        }
    }

    private static IEnumerable<MatrixCase> Cells(Acting acting, KeyFate fate, string action, Trouble trouble) =>
        from target in Enum.GetValues<Target>()
        from operation in Enum.GetValues<KeyOperation>()
        select new MatrixCase(acting, fate, action, trouble, target, operation);
}
