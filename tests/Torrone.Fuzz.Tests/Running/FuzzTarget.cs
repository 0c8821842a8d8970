namespace Torrone.Fuzz.Tests.Running;

/// <summary>Something that reads what strangers send: inputs to begin from, and a judgement of what it made of one.</summary>
internal abstract class FuzzTarget : IDisposable
{
    /// <summary>Also the name of its file in the corpus.</summary>
    public abstract string Name { get; }

    /// <summary>The most bytes that one input may cost.</summary>
    public virtual long MostAllocated => 3 * 1024 * 1024;

    /// <summary>The longest input that is made, in bytes.</summary>
    public virtual int Longest => 8 * 1024;

    /// <summary>The least share of inputs that are taken, in thousandths: fewer mean that the run no longer reaches what lies behind the first checks.</summary>
    public virtual int LeastTaken => 10;

    /// <summary>Good inputs, and bad ones of which something is known.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Texts that mean something to the target.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <summary>An input made of one or two that were of interest.</summary>
    public virtual byte[] Mutate(Random random, byte[] parent, byte[] other) => new ByteMutations(random, Words).Mutate(parent, other);

    /// <summary>The work itself, whose cost is measured. An exception from here is a find.</summary>
    public abstract object? Run(byte[] input);

    /// <summary>
    /// Compares the result with what must hold of it (an exception is a find) and names what came of it: an input with a new name is kept.
    /// Names of inputs that were taken begin with "ok".
    /// </summary>
    public abstract string Judge(byte[] input, object? result);

    /// <summary>Gives back what the target holds beside memory.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
