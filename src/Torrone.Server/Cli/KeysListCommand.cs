using System.CommandLine;
using System.Globalization;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;

namespace Torrone.Server.Cli;

/// <summary><c>torrone keys list</c>: a table of one person's keys, without any secret.</summary>
internal static class KeysListCommand
{
    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Option<string> user = KeysCommand.User();
        Command list = new("list", CliText.Text["Keys.list"]) { user };
        list.SetAction(async result =>
        {
            await using WebApplication app = await host.OpenAsync([.. settings.Read(result)]);
            if (await KeysCommand.FindUserAsync(app.Services, result.GetRequiredValue(user)) is not { } account)
            {
                return ExitCodes.Refused;
            }

            string site = app.Services.GetRequiredService<SiteTag>().Value;
            long now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
            IReadOnlyList<KeyDetails> keys = await app.Services.GetRequiredService<ListKeys>().RunAsync(Actor.CommandLine, account.PrincipalId);
            await TextTable.WriteAsync(Console.Out, ["Id", "Name", "Key", "State", "Expires", "Actions", "Packages", "LastUsed"],
                [.. keys.Select(k => Row(k, site, now))]);
            return ExitCodes.Done;
        });
        return list;
    }

    private static string[] Row(KeyDetails key, string site, long now) =>
    [
        key.PublicId,
        key.Name,
        key.Hint is null ? "" : KeyText.Shown(key.TypeLetter, site, key.Hint),
        CliText.Text["State." + key.StateAt(now)],
        Moment(key.ExpiresAt),
        string.Join(',', key.Actions.Select(a => a.Name())),
        string.Join(',', key.Globs.Concat(key.PackageIds)),
        key.LastUsedAt is { } used ? $"{Moment(used)} {key.LastUsedPackage}".TrimEnd() : CliText.Text["Never"],
    ];

    // One form in every language: scripts read it too.
    private static string Moment(long at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
