using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>One running gallery with small packages in many versions, which one command has pushed.</summary>
public sealed class Shelf : IAsyncLifetime
{
    private static readonly PackageBuilder[] Packages =
    [
        Package("Nougat.Honey", "1.0.0"), Package("Nougat.Honey", "1.1.0"), Package("Nougat.Honey", "1.2.0-beta.1"), Package("Nougat.Honey", "2.0.0"),
        Package("Nougat.Honey", "3.0.0-rc.1"), Package("Nougat.Sugar", "1.0.0"), Package("Nougat.Sugar", "1.0.5"), Package("Nougat.Sugar", "1.5.0"),
        Package("Nougat.Bar", "1.0.0").Dependency("Nougat.Sugar", "1.0.0"), Package("Nougat.Wafer", "1.0.0-alpha.2"), Package("Nougat.Wafer", "1.0.0-alpha.10"),
    ];

    private ClientGallery _gallery = null!;

    public ServerProcess Server => _gallery.Server;

    /// <summary>May push and unlist everything.</summary>
    public string Key => _gallery.Key;

    public async ValueTask InitializeAsync()
    {
        _gallery = new ClientGallery();
        await _gallery.InitializeAsync();
        using DotnetClient client = new(Server.Source);
        string folder = Directory.CreateDirectory(client.Under("all")).FullName;
        foreach (PackageBuilder package in Packages)
        {
            Write(folder, package);
        }

        CommandResult pushed = await client.PushAsync(Path.Combine(folder, "*.nupkg"), Key);
        Assert.Equal(Packages.Length, pushed.Succeeded().Output.Split("Your package was pushed.").Length - 1);
    }

    public ValueTask DisposeAsync() => _gallery.DisposeAsync();

    /// <summary>A package that a project of today takes.</summary>
    public static PackageBuilder Package(string id, string version) =>
        new PackageBuilder(id, version).Description($"A {id.Split('.')[^1]} for the shelf.").Framework("net10.0");

    /// <returns>Where the file lies.</returns>
    public static string Write(string folder, PackageBuilder package)
    {
        string path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{package.Id}.{package.Version}.nupkg");
        File.WriteAllBytes(path, package.Build());
        return path;
    }
}
