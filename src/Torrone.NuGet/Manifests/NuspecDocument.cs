using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Manifests;

/// <summary>Turns a nuspec's bytes into elements without ever resolving, expanding or nesting more than a nuspec has use for.</summary>
internal static class NuspecDocument
{
    private const int MaxDepth = 16;
    private const int MaxNodes = 50_000;

    /// <summary>The <c>metadata</c> element; null and a problem when the bytes are no nuspec.</summary>
    public static XElement? Metadata(byte[] nuspec, ProblemList problems)
    {
        try
        {
            if (!IsBounded(nuspec, problems))
            {
                return null;
            }

            using var reader = Open(nuspec);
            var root = XDocument.Load(reader).Root!;
            var metadata = root.Elements().Where(element => element.Name.LocalName == "metadata").ToList();
            if (root.Name.LocalName == "package" && metadata.Count == 1)
            {
                return metadata[0];
            }

            problems.Add(ProblemCode.NuspecShape);
        }
        catch (XmlException exception) when (exception.Message.Contains("DTD", StringComparison.Ordinal))
        {
            // The reader refuses a document type with a sentence and nothing else to tell it by.
            problems.Add(ProblemCode.NuspecDtd);
        }
        catch (XmlException exception)
        {
            problems.Add(
                ProblemCode.NuspecXml,
                exception.LineNumber.ToString(CultureInfo.InvariantCulture),
                exception.LinePosition.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is DecoderFallbackException or ArgumentException or NotSupportedException)
        {
            // The XML declaration names an encoding that is unknown, or that the bytes are not in.
            problems.Add(ProblemCode.NuspecEncoding);
        }

        return null;
    }

    private static bool IsBounded(byte[] nuspec, ProblemList problems)
    {
        using var reader = Open(nuspec);
        var nodes = 0;
        while (reader.Read())
        {
            nodes += 1 + reader.AttributeCount;
            if (reader.Depth > MaxDepth || nodes > MaxNodes)
            {
                problems.Add(ProblemCode.NuspecTooComplex);
                return false;
            }
        }

        return true;
    }

    private static XmlReader Open(byte[] nuspec) => XmlReader.Create(
        new MemoryStream(nuspec, false),
        new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = nuspec.Length + 1,
            CloseInput = true,
        });
}
