using System.Text.Json;
using Torrone.Testing;

namespace Torrone.Client.Tests;

/// <summary>A project in the folder "app" that uses packages, and what restore made of it.</summary>
public static class Consumer
{
    /// <param name="references">Each an id and its version, with a space between; without a version where one is kept elsewhere.</param>
    /// <param name="properties">Inside the property group.</param>
    public static void WriteConsumer(this DotnetClient client, IEnumerable<string> references, string properties = "") => client.Write("app/app.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework>{properties}</PropertyGroup>
          <ItemGroup>
            {string.Join("\n    ", references.Select(Reference))}
          </ItemGroup>
        </Project>
        """);

    /// <summary>What the last restore chose, as "Id/version", in order.</summary>
    public static string[] Restored(this DotnetClient client)
    {
        using JsonDocument assets = JsonDocument.Parse(File.ReadAllText(client.Under("app", "obj", "project.assets.json")));
        return [.. assets.RootElement.GetProperty("libraries").EnumerateObject().Select(l => l.Name).Order(StringComparer.Ordinal)];
    }

    private static string Reference(string reference) => reference.Split(' ') is [string id, string version]
        ? $"<PackageReference Include=\"{id}\" Version=\"{version}\" />"
        : $"<PackageReference Include=\"{reference}\" />";
}
