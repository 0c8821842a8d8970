using Torrone.Server.Accounts;
using Torrone.Server.Api;
using Torrone.Server.ApiKeys;
using Torrone.Server.Audit;
using Torrone.Server.Cli;
using Torrone.Server.Data;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Log;
using Torrone.Server.Mail;
using Torrone.Server.Operations;
using Torrone.Server.Organizations;
using Torrone.Server.Packages;
using Torrone.Server.ProtocolV2;
using Torrone.Server.ProtocolV3;
using Torrone.Server.Search;
using Torrone.Server.Secrets;
using Torrone.Server.Settings;
using Torrone.Server.Symbols;
using Torrone.Storage;
using Torrone.Server.Web;

return await CommandLine.RunAsync(args, new CommandHost(Serve, Open));

static async Task<int> Serve(string[] args)
{
    WebApplicationBuilder builder = Rooms(args, out TorroneSettings settings);
    using DataLock data = DataLock.Share(settings.DataFolder);
    WebApplication app = await Prepare(builder);
    app.UseForwardedHeaders();
    app.UsePublicPathBase(settings);
    app.UseFaults();
    if (!settings.IsPrivate)
    {
        app.UseHotReads();
    }

    app.UseWeb();
    app.UseApi();
    app.UseRouting();
    // Authentication is named here, because the host would else put it before the hot reads.
    app.UseAccounts();
    if (settings.IsPrivate)
    {
        app.UseReadGate();
        app.UseHotReads();
    }

    app.MapOperations();
    app.MapPackages();
    app.MapSymbols();
    app.MapProtocolV3();
    app.MapProtocolV2();
    app.MapSearch();
    app.MapApi();
    app.MapWeb();
    StartNotice.Announce(app, settings.DataFolder);
    await app.RunAsync();
    return 0;
}

// For a small command beside a server: the same rooms on the same data, nothing running, and standard output left to the command.
static async Task<WebApplication> Open(string[] args)
{
    WebApplicationBuilder builder = Rooms(args, out TorroneSettings settings);
    builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    builder.Services.AddSingleton(DataLock.Share(settings.DataFolder));
    return await Prepare(builder);
}

static WebApplicationBuilder Rooms(string[] args, out TorroneSettings settings)
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
        // Styles and scripts are looked up under this name, whatever started the program.
        ApplicationName = typeof(CommandLine).Assembly.GetName().Name,
    });
    builder.UseWebAssets();
    settings = TorroneSettings.From(builder.Configuration);
    builder.Services.AddSingleton(settings);
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton<RequestBase>();
    DatabaseEngine engine = settings.Database.Length > 0 ? new PostgresEngine(settings.Database) : new SqliteEngine(settings.Under("torrone.db"));
    // Made by the container, so that it is closed at the end: the data of a stopped gallery is one file, with nothing beside it.
    builder.Services.AddSingleton(_ => new Database(engine));
    builder.Services.AddSingleton<IBlobStore>(new FileBlobStore(settings.Blobs.Length > 0 ? settings.Blobs : settings.Under("blobs")));
    builder.Services.AddSingleton(MasterKey.Load(settings));
    builder.Services.AddSingleton<EventLog>();
    builder.Services.AddSingleton<LogTail>();
    builder.Services.AddHostedService(s => s.GetRequiredService<LogTail>());
    builder.Services.AddMail();
    builder.Services.AddSingleton<AuditLog>();
    builder.Services.AddSingleton<AuditTrail>();
    builder.Services.AddOrganizations();
    builder.Services.AddSingleton<FeedDirectory>();
    builder.Services.AddApiKeys();
    builder.Services.AddPackages();
    builder.Services.AddSymbols();
    builder.Services.AddProtocolV3();
    builder.Services.AddProtocolV2();
    builder.Services.AddOperations();
    builder.Services.AddSearch();
    builder.Services.AddWeb();
    builder.Services.AddApi();
    builder.Services.AddAccounts();
    builder.Services.AddTrustedProxies(settings);
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    return builder;
}

static async Task<WebApplication> Prepare(WebApplicationBuilder builder)
{
    WebApplication app = builder.Build();
    Database database = app.Services.GetRequiredService<Database>();
    await Migrations.ApplyAsync(database);
    await MasterKeyCheck.ApplyAsync(database, app.Services.GetRequiredService<MasterKey>());
    await app.Services.GetRequiredService<FeedDirectory>().LoadAsync();
    await app.Services.GetRequiredService<SiteTag>().LoadAsync();
    return app;
}
