namespace Torrone.Architecture.Tests.Imports;

internal class Marked
{
    public static int Count { get; set; }
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class MarkedAttribute : Attribute;

internal sealed class MarkedException : Exception;

internal sealed class Innocent
{
    public static int Sum(List<int> numbers) => numbers.Sum();
}

internal sealed class UsesInBody
{
    public static int Get() => Marked.Count + 1;
}

internal sealed class UsesInLambda
{
    public static Func<int> Get() => () => Marked.Count;
}

internal sealed class UsesInAsync
{
    public static async Task<int> Get()
    {
        await Task.Yield();
        return Marked.Count;
    }
}

internal sealed class UsesAsField
{
    public Marked? Field { get; set; }
}

internal sealed class UsesAsArgumentOfGeneric
{
    public static object Get() => new Dictionary<string, List<Marked>>();
}

internal sealed class UsesAsBase : Marked;

[Marked]
internal sealed class UsesAsAttribute;

internal sealed class UsesInCatch
{
    public static void Get(Action action)
    {
        try
        {
            action();
        }
        catch (MarkedException)
        {
            action();
        }
    }
}

internal sealed class UsesAsConstraint
{
    public static string Get<T>()
        where T : Marked => typeof(T).Name;
}

internal sealed class UsesAfterSwitch
{
    public static int Get(int which) => which switch
    {
        0 => 17,
        1 => 4,
        2 => 99,
        3 => 1234567,
        4 => Marked.Count,
        _ => 5,
    };
}
