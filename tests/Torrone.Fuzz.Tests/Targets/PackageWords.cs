namespace Torrone.Fuzz.Tests.Targets;

/// <summary>What stands in nuspecs, and what breaks readers of XML.</summary>
internal static class PackageWords
{
    public static readonly string[] All =
    [
        "<", ">", "&", "&#0;", "&#xD800;", "&#x10FFFF;", "&lt;", "]]>", "<![CDATA[", "<!DOCTYPE a>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "<!--", "-->", "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
        "<?xml version=\"1.1\"?>", "<?a b?>", "<package>", "<metadata>", "</metadata>", "<id>", "</id>", "<version>", "</version>", "<dependencies>", "<dependency id=\"a\" version=\"1.0\"/>",
        "<group targetFramework=\"net8.0\">", "</group>", "<title>", "<tags>a b</tags>", "<license type=\"expression\">MIT</license>", "<license type=\"file\">LICENSE.txt</license>",
        "<readme>README.md</readme>", "<icon>icon.png</icon>", "<iconUrl>https://example.org/</iconUrl>", "<projectUrl>javascript:a</projectUrl>", "<repository type=\"git\" url=\"a\"/>",
        "<packageTypes><packageType name=\"DotnetTool\" version=\"1.0\"/></packageTypes>", "<requireLicenseAcceptance>true</requireLicenseAcceptance>", "<language>", "<summary>",
        "<releaseNotes>", "<developmentDependency>1</developmentDependency>", "<copyright>\u00A9</copyright>", "minClientVersion=\"99.0\"", "xmlns=\"a\"", "xmlns:a=\"b\"", "a:id",
        "\0", "\uFFFE", "\uFEFF", "\uD83D\uDE00", "-1", "99999999999", "1.0.0-", "1.0.0.0.0", "1.0.0-a.b+c", "+", "*", "[", ")", "[1.0,2.0)", "(,1.0]", "[1.0.0-*, )", "(1.0)", "%2e%2e", "..",
        "portable-", "portable-net45+win8+wpa81", "net", "net8.0-windows10.0.19041", ".NETPortable,Version=v4.0,Profile=Profile259", "any", "MIT", "Apache-2.0 WITH LLVM-exception", "GPL-2.0+", " OR ", " AND ", " WITH ", "(", "UNLICENSED",
    ];
}
