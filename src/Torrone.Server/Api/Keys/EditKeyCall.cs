using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Api.Keys;

/// <summary>PATCH /api/v1/keys/{id}: changes a key, or with preview=true only says what would change.</summary>
internal sealed class EditKeyCall(EditKey edit, ListKeys keys, KeyBodies bodies, LinkBase links)
{
    public async Task<IResult> RunAsync(HttpContext context, ApiCaller caller, string id, EditBody body, bool preview, CancellationToken cancellation)
    {
        if (ApiActions.Problem(body.Actions) is { } unknown)
        {
            return new RefusalResult(ApiRefusals.Problems([unknown]));
        }

        KeyChange change = new()
        {
            Name = body.Name,
            Actions = body.Actions is null ? null : ApiActions.Read(body.Actions),
            Globs = body.Patterns,
            PackageIds = body.Packages,
            Addresses = body.Addresses,
            Versions = body.Versions,
            SingleUse = body.SingleUse,
        };
        EditAnswer? answer = preview
            ? await edit.PreviewAsync(caller.Keys, caller.PrincipalId, id, change, cancellation)
            : await edit.RunAsync(caller.Keys, caller.PrincipalId, id, change, links.Of(context), cancellation);
        KeyDetails? key = answer is null ? null : await keys.FindAsync(caller.Keys, caller.PrincipalId, id, cancellation);
        return answer is null || key is null ? new RefusalResult(ApiRefusals.NoSuchKey)
            : answer.Problems.Count > 0 ? new RefusalResult(ApiRefusals.Problems(answer.Problems))
            : ApiJson.Answer(context, new EditedBody { Key = bodies.Of(key), Changes = KeyBodies.Of(answer.Diff) });
    }
}
