using Torrone.Server.Http;
using Torrone.Server.Search;

namespace Torrone.Server.ProtocolV2;

/// <summary>Turns what a query runs into into answers.</summary>
internal static class V2Faults
{
    public static async Task TellAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (V2QueryException error)
        {
            await RefusalWriter.WriteAsync(context, error.Refusal);
        }
        catch (SearchUnavailableException)
        {
            await RefusalWriter.WriteAsync(context, SearchRefusals.Unavailable);
        }
    }
}
