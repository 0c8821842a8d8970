using System.Security.Cryptography;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys;

/// <summary>Four public characters that every key of this installation carries. Made once, kept in the database, so that they travel with a backup.</summary>
public sealed class SiteTag(Database database)
{
    private string? _value;

    /// <summary>The tag.</summary>
    /// <exception cref="InvalidOperationException"><see cref="LoadAsync"/> has not run.</exception>
    public string Value => _value ?? throw new InvalidOperationException("The site tag has not been loaded.");

    /// <summary>Makes the tag in a new database and reads it.</summary>
    public async Task LoadAsync(CancellationToken cancellation = default) => _value = await database.WriteAsync(async write =>
    {
        await write.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('site_tag', @tag) ON CONFLICT (name) DO NOTHING",
            new { tag = RandomNumberGenerator.GetString(KeyText.Alphabet, KeyText.TagLength) });
        return await write.ScalarAsync<string>("SELECT value FROM meta WHERE name = 'site_tag'");
    }, cancellation);
}
