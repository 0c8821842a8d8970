using System.Globalization;
using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>kill -9 at random points of concurrent pushes. ./soak runs the same with hundreds of kills.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int Seed = 20261121;

    [Fact]
    public async Task What_was_acknowledged_is_there_after_every_kill_and_nothing_else()
    {
        int kills = Number("TORRONE_SOAK_KILLS", Kills);
        int seed = Number("TORRONE_SOAK_SEED", Seed);
        await using ServerProcess server = await ServerProcess.StartAsync(new Dictionary<string, string?> { ["Torrone__Limits__PushesPerHour"] = "0" });
        await server.AddUserAsync("nougat");
        KilledServer killed = new(server, await server.CreateKeyAsync("nougat", "push"), seed);
        for (int round = 0; round < kills; round++)
        {
            await killed.PushUntilKilledAsync(round);
            await server.StartAgainAsync();
            // What a kill has damaged stays so: the program that reads every byte may come every few rounds.
            IReadOnlyList<string> wrong = await killed.WhatIsWrongAsync(verify: round % 5 == 4 || round == kills - 1);
            Assert.True(wrong.Count == 0, $"Seed {seed}, kill {round + 1}:\n{string.Join('\n', wrong.Take(20))}\n{server.Output}");
        }

        output.WriteLine($"{kills} kills, seed {seed}: {killed.Acknowledged} acknowledged, {killed.Interrupted} interrupted.");
        // A run whose kills all fell between pushes, or before the first, would prove nothing.
        Assert.True(killed.Acknowledged >= kills, $"Only {killed.Acknowledged} pushes were acknowledged.");
        Assert.True(killed.Interrupted >= kills / 2, $"Only {killed.Interrupted} pushes were interrupted.");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
