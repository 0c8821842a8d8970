using System.CommandLine;
using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Cli;

/// <summary>The options of <c>torrone keys create</c> that narrow a key further: single packages, versions, addresses, one use.</summary>
internal sealed class KeyLimitOptions
{
    private readonly Option<string[]> _packages = new("--package") { Description = CliText.Text["Option.packages"], HelpName = "ID[,..]" };
    private readonly Option<string[]> _versions = new("--package-version") { Description = CliText.Text["Option.versions"], HelpName = "VERSION[,..]" };
    private readonly Option<string[]> _addresses = new("--address") { Description = CliText.Text["Option.addresses"], HelpName = "CIDR[,..]" };
    private readonly Option<bool> _once = new("--single-use") { Description = CliText.Text["Option.singleUse"] };

    /// <param name="globs">One of it and --package must be there: a key without packages is none.</param>
    public void AddTo(Command create, Option<string[]> globs)
    {
        create.Add(_packages);
        create.Add(_versions);
        create.Add(_addresses);
        create.Add(_once);
        create.Validators.Add(result =>
        {
            if (result.GetResult(globs) is null && result.GetResult(_packages) is null)
            {
                result.AddError(CliText.Text["NoPackages"]);
            }
        });
    }

    public KeyRequest Take(ParseResult result, KeyRequest request) => request with
    {
        PackageIds = KeysCommand.Split(result.GetValue(_packages)),
        Versions = KeysCommand.Split(result.GetValue(_versions)),
        Addresses = KeysCommand.Split(result.GetValue(_addresses)),
        SingleUse = result.GetValue(_once),
    };
}
