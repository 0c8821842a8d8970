using System.Text;
using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Manifests;

public sealed class NuspecXmlTests
{
    private const string Minimal =
        "<metadata><id>a</id><version>1.0</version><authors>b</authors><description>c</description></metadata>";

    [Theory]
    [InlineData("")]
    [InlineData("<!DOCTYPE package>")]
    [InlineData("<?xml version='1.0'?><!DOCTYPE package SYSTEM 'file:///etc/passwd'>")]
    [InlineData("<!DOCTYPE package [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>")]
    public void A_document_type_is_refused(string prolog)
    {
        var inspection = Inspect(new PackageBuilder("a").Nuspec($"{prolog}<package>{Minimal}</package>"));

        if (prolog.Length == 0)
        {
            AssertGood(inspection);
        }
        else
        {
            AssertProblems(inspection, new PackageProblem(ProblemCode.NuspecDtd));
        }
    }

    [Theory]
    [InlineData("", "0", "0")]
    [InlineData("<package>", "1", "10")]
    [InlineData("<package>\n<metadata></package>", "2", "13")]
    [InlineData("not xml", "1", "1")]
    [InlineData("<package>&nbsp;</package>", "1", "11")]
    [InlineData("<package/><package/>", "1", "12")]
    [InlineData("<package>\u0001</package>", "1", "10")]
    public void Broken_Xml_is_refused_with_its_place(string xml, string line, string column) =>
        AssertProblems(Inspect(new PackageBuilder().Nuspec(xml)), new PackageProblem(ProblemCode.NuspecXml, line, column));

    [Theory]
    [InlineData("<package/>")]
    [InlineData("<other>" + Minimal + "</other>")]
    [InlineData("<package>" + Minimal + Minimal + "</package>")]
    [InlineData("<package><x>" + Minimal + "</x></package>")]
    public void Xml_of_another_shape_is_refused(string xml) =>
        AssertProblems(Inspect(new PackageBuilder().Nuspec(xml)), new PackageProblem(ProblemCode.NuspecShape));

    [Theory]
    [InlineData("")]
    [InlineData("http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd")]
    [InlineData("http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd")]
    [InlineData("urn:whatever")]
    public void Every_namespace_is_read(string schema) =>
        Assert.Equal("1.0", Inspect(new PackageBuilder("a").Nuspec($"<package xmlns='{schema}'>{Minimal}</package>")).Manifest!.Version);

    [Fact]
    public void Other_encodings_are_read_when_they_are_named()
    {
        var xml = $"<?xml version='1.0' encoding='{{0}}'?><package>{Minimal.Replace(">b<", ">\u00E9<", StringComparison.Ordinal)}</package>";
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.Latin1 })
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(xml.Replace("{0}", encoding.WebName, StringComparison.Ordinal))];
            Assert.Equal("\u00E9", Inspect(new PackageBuilder("a").Nuspec(bytes)).Manifest!.Authors);
        }
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("none-such")]
    [InlineData("utf-16")]
    public void An_encoding_that_is_unknown_or_untrue_is_refused(string name)
    {
        var inspection = Inspect(new PackageBuilder("a").Nuspec($"<?xml version='1.0' encoding='{name}'?><package>{Minimal}</package>"));

        var problem = Assert.Single(inspection.Problems);
        Assert.Contains(problem.Code, new[] { ProblemCode.NuspecXml, ProblemCode.NuspecEncoding });
    }

    [Fact]
    public void Bytes_that_are_not_Utf8_are_refused() => Assert.Single(Inspect(new PackageBuilder("a").Nuspec(
        [.. Encoding.UTF8.GetBytes("<package>" + Minimal), 0xC3, 0x28, .. "</package>"u8])).Problems);

    [Fact]
    public void Comments_and_sections_do_not_hide_text()
    {
        var xml = $"<package><?pi x?>{Minimal.Replace(">a<", ">a<!-- c -->b<", StringComparison.Ordinal).Replace(">c<", "><![CDATA[<b>]]><", StringComparison.Ordinal)}</package>";
        var manifest = Inspect(new PackageBuilder("ab").Nuspec(xml)).Manifest!;

        Assert.Equal("ab", manifest.Id);
        Assert.Equal("<b>", manifest.Description);
    }
}
