using System.Text.Json;
using Microsoft.Playwright;

namespace Torrone.Browser.Tests;

/// <summary>A passkey device of the browser's own making: it verifies its user and answers at once.</summary>
public sealed class VirtualAuthenticator
{
    private readonly ICDPSession _session;
    private readonly string _id;

    private VirtualAuthenticator(ICDPSession session, string id) => (_session, _id) = (session, id);

    public static async Task<VirtualAuthenticator> AddAsync(IPage page)
    {
        ICDPSession session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        JsonElement? answer = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        return new VirtualAuthenticator(session, answer!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>
    /// Makes the browser offer nothing by itself: a virtual device would answer the offer in the name's field at once, and the button
    /// would never be tried.
    /// </summary>
    public static Task OfferNothingAsync(IPage page) => page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");

    /// <summary>False: whoever holds the device cannot show to be its user.</summary>
    public Task VerifiesAsync(bool verified) => SendAsync("setUserVerified", ("isUserVerified", verified));

    /// <summary>Everything that the device keeps.</summary>
    public async Task<IReadOnlyList<JsonElement>> CredentialsAsync() =>
        [.. (await SendAsync("getCredentials"))!.Value.GetProperty("credentials").EnumerateArray()];

    private Task<JsonElement?> SendAsync(string method, params (string Name, object Value)[] more)
    {
        Dictionary<string, object> values = new() { ["authenticatorId"] = _id };
        foreach ((string name, object value) in more)
        {
            values[name] = value;
        }

        return _session.SendAsync("WebAuthn." + method, values);
    }
}
