using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Archives;

/// <summary>The secrets that were found in a package, each once.</summary>
/// <param name="form">Null looks for nothing.</param>
internal sealed class EntrySecrets(SecretForm? form, ProblemList problems)
{
    // More than can be revoked at once; a package full of them is refused for the first.
    private const int Most = 100;

    private readonly Dictionary<string, FoundSecret> found = new(StringComparer.Ordinal);

    public IReadOnlyList<FoundSecret> Found => [.. found.Values];

    /// <summary>What looks through the bytes of one entry, or of an archive's entry within it.</summary>
    public SecretScan? Scan(string entry) => form is null ? null : new SecretScan(form, text => Add(form, entry, text));

    private void Add(SecretForm form, string entry, string text)
    {
        if (found.Count < Most && found.TryAdd(text, new FoundSecret(entry, text)))
        {
            problems.Add(ProblemCode.SecretInside, text[..form.ShownLength] + "...", entry);
        }
    }
}
