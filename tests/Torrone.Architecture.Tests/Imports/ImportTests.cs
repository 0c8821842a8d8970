using Xunit;

namespace Torrone.Architecture.Tests.Imports;

/// <summary>Who may import whom: the table of docs/ARCHITECTURE.md against the compiled code.</summary>
public sealed class ImportTests
{
    private static readonly Rooms Table = Rooms.FromArchitecturePage();

    [Fact]
    public void No_room_imports_what_the_table_does_not_allow()
    {
        IEnumerable<string> broken = Assemblies.All.SelectMany(a => a.Uses)
            .Select(use => (use, From: Rooms.Of(use.User), To: Rooms.Of(use.Used)))
            .Where(u => u.From is not null && u.To is not null && u.From != u.To)
            .Where(u => !Table.Allowed.TryGetValue(u.From!, out IReadOnlySet<string>? allowed) || !allowed.Contains(u.To!))
            .Select(u => $"{u.From} may not import {u.To}: {u.use}");
        Rule.IsBrokenByNone(broken.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_room_of_the_table_has_types()
    {
        HashSet<string?> rooms = [.. Assemblies.Written.Select(Rooms.Of)];
        Rule.IsBrokenByNone(Table.Allowed.Keys.Where(r => !rooms.Contains(r)));
    }

    [Fact]
    public void Every_namespace_of_the_server_is_a_room_of_the_table()
    {
        IEnumerable<string> homeless = Assemblies.Server.Types
            .Where(t => t.Namespace.StartsWith("Torrone", StringComparison.Ordinal))
            .Select(t => (t.FullName, Room: Rooms.Of(t)))
            .Where(t => t.Room is null || !Table.Allowed.ContainsKey(t.Room))
            .Select(t => t.FullName);
        Rule.IsBrokenByNone(homeless.Distinct());
    }

    [Fact]
    public void The_table_has_no_circles()
    {
        HashSet<string> done = [];
        while (Table.Allowed.Keys.FirstOrDefault(r => !done.Contains(r) && Table.Allowed[r].All(done.Contains)) is { } next)
        {
            done.Add(next);
        }

        Rule.IsBrokenByNone(Table.Allowed.Keys.Except(done));
    }

    [Fact]
    public void Nobody_imports_the_pages_or_the_command_line()
    {
        Rule.IsBrokenByNone(Table.Allowed.Where(r => r.Value.Overlaps(["Web", "Api", "Cli"])).Select(r => r.Key));
    }

    [Fact]
    public void Only_the_program_names_every_room()
    {
        IEnumerable<string> loose = Assemblies.Server.Types
            .Where(t => t.Namespace.Length == 0 && t.Name != "Program" && !t.Name.StartsWith('<') && !t.Name.StartsWith("__", StringComparison.Ordinal))
            .Select(t => t.Name);
        Rule.IsBrokenByNone(loose.Distinct());
    }

    [Fact]
    public void Pages_name_blobs_but_never_open_the_store()
    {
        Rule.IsBrokenByNone(Assemblies.All.SelectMany(a => a.Uses)
            .Where(u => Rooms.Of(u.User) == "Web" && u.Used.FullName is "Torrone.Storage.IBlobStore" or "Torrone.Storage.FileBlobStore")
            .Select(u => u.ToString()).Distinct());
    }
}
