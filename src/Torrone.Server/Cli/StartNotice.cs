namespace Torrone.Server.Cli;

/// <summary>What the console says once the server listens: where it is, and where its data lies.</summary>
public static class StartNotice
{
    /// <summary>Prints when the server has started, and when it begins to stop.</summary>
    /// <param name="dataFolder">An absolute path.</param>
    public static void Announce(WebApplication app, string dataFolder)
    {
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            foreach (string address in app.Urls)
            {
                Console.WriteLine(CliText.Text.Format("Listening", address));
            }

            Console.WriteLine(CliText.Text.Format("DataFolder", dataFolder));
        });
        app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine(CliText.Text["Stopping"]));
    }
}
