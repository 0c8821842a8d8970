using Torrone.NuGet.Identity;

namespace Torrone.NuGet.Tests.Identity;

/// <summary>Ids that are taken for others, and those that must not be.</summary>
public sealed class IdShapeTests
{
    [Theory]
    [InlineData("Newtonsoft.Json", "Newtonsoft-Json")]
    [InlineData("Newtonsoft.Json", "NewtonsoftJson")]
    [InlineData("Newtonsoft.Json", "Newtonsoft_Json")]
    [InlineData("Newtonsoft.Json", "Newton.Soft.Json")]
    [InlineData("Newtonsoft.Json", "Newtonsoft.Jsonn")]
    [InlineData("Newtonsoft.Json", "Newtonsof.Json")]
    [InlineData("Newtonsoft.Json", "Newtonsoft.Jso")]
    [InlineData("Newtonsoft.Json", "Newtonsoft.Josn")]
    [InlineData("Newtonsoft.Json", "Netwonsoft.Json")]
    [InlineData("Newtonsoft.Json", "Newt0ns0ft.Json")]
    [InlineData("Newtonsoft.Json", "Nevvtonsoft.Json")]
    [InlineData("Newtonsoft.Json", "ewtonsoft.Json")]
    [InlineData("Microsoft.Extensions.Http", "Micros0ft.Extensions.Http")]
    [InlineData("Microsoft.Extensions.Http", "Microsoft.Extension.Http")]
    [InlineData("Serilog.Sinks.File", "SeriIog.Sinks.File")]
    [InlineData("Serilog", "Ser1log")]
    [InlineData("Serilog", "Seri1og")]
    [InlineData("AutoMapper", "AutoMaper")]
    [InlineData("Modern.Forms", "Modem.Forms")]
    [InlineData("Humanizer", "Hurnanizer")]
    [InlineData("SkiaSharp", "SkiaSharrp")]
    [InlineData("Dapper", "Daper")]
    [InlineData("Dapper", "Dappper")]
    public void Look_alikes_are_told_either_way_round(string one, string other)
    {
        Assert.True(Shape(one).IsTakenFor(Shape(other)));
        Assert.True(Shape(other).IsTakenFor(Shape(one)));
    }

    [Theory]
    [InlineData("Newtonsoft.Json", "newtonsoft.json")]
    [InlineData("Newtonsoft.Json", "Newtonsoft.Json.Bson")]
    [InlineData("Newtonsoft.Json", "System.Text.Json")]
    [InlineData("Contoso.V1", "Contoso.V2")]
    [InlineData("Contoso.V1", "Contoso.V11")]
    [InlineData("Contoso.Client.V1", "Contoso.Client.V")]
    [InlineData("Contoso.Client.V12", "Contoso.Client.V21")]
    [InlineData("Contoso.Model", "Contoso.Models")]
    [InlineData("Contoso.Data", "Contoso.Date")]
    [InlineData("Contoso.Core", "Contoso.Code")]
    [InlineData("Contoso.Read", "Contoso.Write")]
    [InlineData("Moq", "Mok")]
    [InlineData("Contoso.Model", "Contoso.Model1")]
    [InlineData("Foo", "Foo0")]
    [InlineData("Contoso.V1.Api", "Contoso.V11.Api")]
    [InlineData("NLog", "Nlogs")]
    [InlineData("Npgsql", "Npgsqls")]
    [InlineData("Api.Core", "Apis.Core.Web")]
    [InlineData("Cat.Dog", "Act.Dog")]
    public void Other_ids_are_not(string one, string other)
    {
        Assert.False(Shape(one).IsTakenFor(Shape(other)));
        Assert.False(Shape(other).IsTakenFor(Shape(one)));
    }

    [Fact]
    public void Real_ids_that_this_repository_restores_are_not_taken_for_each_other()
    {
        var root = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var ids = Directory.GetDirectories(root).Select(Path.GetFileName).Where(name => PackageId.TryParse(name, out _)).Select(name => name!).ToList();
        Assert.True(ids.Count > 20);
        Assert.Empty(from one in ids from other in ids where Shape(one).IsTakenFor(Shape(other)) select $"{one} {other}");
    }

    private static IdShape Shape(string text) => IdShape.Of(PackageId.TryParse(text, out var id) ? id : throw new ArgumentException(text));
}
