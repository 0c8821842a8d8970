using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace Torrone.Server.Web.Proof;

/// <summary>A QR code as inline SVG: dark on light in every theme, because cameras want it so.</summary>
public static class QrPicture
{
    // The quiet zone that the standard demands, in modules.
    private const int Margin = 4;

    /// <param name="text">What a camera reads.</param>
    /// <param name="label">What is read aloud instead.</param>
    public static IHtmlContent Of(string text, string label)
    {
        using QRCodeData data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        // The library's matrix brings its own margin; only what is dark is drawn.
        int size = data.ModuleMatrix.Count;
        int offset = Margin - QuietZone(data);
        StringBuilder path = new();
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                if (data.ModuleMatrix[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x + offset} {y + offset}h1v1h-1z");
                }
            }
        }

        int side = size + (2 * offset);
        return new HtmlString(string.Create(CultureInfo.InvariantCulture,
            $"""<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{HtmlEncoder.Default.Encode(label)}" shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/><path fill="#000" d="{path}"/></svg>"""));
    }

    private static int QuietZone(QRCodeData data)
    {
        int empty = 0;
        while (empty < Margin && !Any(data.ModuleMatrix[empty]))
        {
            empty++;
        }

        return empty;
    }

    private static bool Any(BitArray row) => row.Cast<bool>().Any(dark => dark);
}
