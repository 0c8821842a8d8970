using Torrone.NuGet.Manifests;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Manifests;

public sealed class FrameworkNameTests
{
    [Theory]
    [InlineData("net8.0", "net8.0")]
    [InlineData("net8.0-windows10.0.19041", "net8.0-windows10.0.19041")]
    [InlineData(".NETFramework4.7.2", "net472")]
    [InlineData(".NETFramework,Version=v4.7.2", "net472")]
    [InlineData(".NETStandard2.0", "netstandard2.0")]
    [InlineData("netcoreapp3.1", "netcoreapp3.1")]
    [InlineData("portable-net45+win8", "portable-net45+win8")]
    [InlineData("", "")]
    [InlineData("any", "")]
    public void Every_form_has_one_short_name(string written, string expected) => Assert.Equal(expected, FrameworkName.ShortName(written));

    [Theory]
    [InlineData("x64")]
    [InlineData("agnostic")]
    [InlineData("unsupported")]
    [InlineData("../net8.0")]
    [InlineData(".NETPortable,Version=v0.0,Profile=a-b")]
    [InlineData("Madeup,Version=v1.0")]
    public void What_is_no_framework_has_none(string written) => Assert.Null(FrameworkName.ShortName(written));

    [Fact]
    public void A_name_that_is_too_long_is_not_even_read() => Assert.Null(FrameworkName.ShortName("net8.0-" + new string('a', 300)));

    [Theory]
    [InlineData("lib/net8.0/a.dll", "net8.0")]
    [InlineData("LIB/NET8.0/a.dll", "net8.0")]
    [InlineData("ref/netstandard2.1/a.dll", "netstandard2.1")]
    [InlineData("runtimes/win/lib/net9.0/a.dll", "net9.0")]
    [InlineData("tools/net10.0/any/a.dll", "net10.0")]
    [InlineData("lib/net6.0/_._", "net6.0")]
    [InlineData("lib/a.dll", null)]
    [InlineData("lib/net8.0", null)]
    [InlineData("lib/nonsense/a.dll", null)]
    [InlineData("tools/win/a.exe", null)]
    [InlineData("runtimes/win/native/net9.0/a.dll", null)]
    [InlineData("build/net8.0/a.targets", null)]
    [InlineData("content/lib/net8.0/a.dll", null)]
    public void Frameworks_are_told_by_the_folders_of_assets(string path, string? framework) =>
        Assert.Equal(framework is null ? [] : [framework], Inspect(new PackageBuilder().Entry(path, "x")).Manifest!.TargetFrameworks);

    [Fact]
    public void Folders_without_number_cost_little()
    {
        var package = new PackageBuilder();
        for (var number = 0; number < 10_000; number++)
        {
            package.Entry($"lib/portable-net45+win8+wp8+sl5+monoandroid{number}/a", []);
        }

        var bytes = package.Build();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var inspection = Inspect(bytes);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 96 * 1024 * 1024);
        AssertGood(inspection);
    }
}
