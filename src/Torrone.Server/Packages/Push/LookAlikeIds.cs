using Torrone.NuGet.Identity;
using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Server.Http;
using Torrone.Server.Settings;

namespace Torrone.Server.Packages.Push;

/// <summary>
/// Keeps anybody from taking an id that people mistake for one that is in use here. Owners of the one in use may, and whoever an administrator
/// reserved the new id (or its prefix) for.
/// </summary>
public sealed class LookAlikeIds(Database database, TorroneSettings settings, TimeProvider clock)
{
    // The most used of them; a gallery has fewer ids that anybody would imitate.
    private const int Most = 20_000;

    // How long a list serves: an id becomes popular over days.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private volatile PopularIds? _popular;

    /// <summary>Null when the new id may be taken.</summary>
    /// <param name="question">About an id that is new.</param>
    /// <param name="ownerId">Who would own it.</param>
    public async Task<Refusal?> RefuseAsync(Pusher pusher, KeyQuestion question, long ownerId, CancellationToken cancellation)
    {
        if (settings.Limits.LookAlikeDownloads <= 0 || question.Standing.ReservedFor?.Contains(ownerId) == true
            || !PackageId.TryParse(question.PackageId, out PackageId? id))
        {
            return null;
        }

        IdShape shape = IdShape.Of(id);
        PopularIds popular = await PopularAsync(question.FeedId, cancellation);
        foreach (PopularId other in popular.Ids.Where(p => p.Shape.IsTakenFor(shape)))
        {
            List<long> owners = await database.ReadAsync(read => read.QueryAsync<long>(
                "SELECT principal_id FROM package_owners WHERE package_id = @PackageId", new { other.PackageId }), cancellation);
            if (!owners.Contains(ownerId) && !owners.Contains(pusher.PrincipalId) && !owners.Any(pusher.ActsFor.Contains))
            {
                return Refusal(id.Original, other.Id);
            }
        }

        return null;
    }

    /// <summary>Says which id it looks like, and who can help.</summary>
    public static Refusal Refusal(string id, string other) => new(StatusCodes.Status403Forbidden, "look-alike", PackagesText.Text.English("LookAlike", id, other))
    {
        Localized = () => PackagesText.Text.Format("LookAlike", id, other),
    };

    private async Task<PopularIds> PopularAsync(long feedId, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (_popular is { } known && known.FeedId == feedId && now - known.At < Life)
        {
            return known;
        }

        List<Row> rows = await database.ReadAsync(read => read.QueryAsync<Row>(
            "SELECT id, display_id FROM packages WHERE feed_id = @feedId AND downloads >= @least ORDER BY downloads DESC LIMIT @Most",
            new { feedId, least = settings.Limits.LookAlikeDownloads, Most }), cancellation);
        PopularIds popular = new(feedId, now, [.. rows.Select(Popular).OfType<PopularId>()]);
        // A young gallery's first popular id counts at once.
        _popular = popular.Ids.Length == 0 ? null : popular;
        return popular;
    }

    private static PopularId? Popular(Row row) =>
        PackageId.TryParse(row.DisplayId, out PackageId? id) ? new PopularId(row.Id, id.Original, IdShape.Of(id)) : null;

    private sealed record PopularIds(long FeedId, DateTimeOffset At, PopularId[] Ids);

    private sealed record PopularId(long PackageId, string Id, IdShape Shape);

    private sealed class Row
    {
        public long Id { get; init; }

        public string DisplayId { get; init; } = "";
    }
}
