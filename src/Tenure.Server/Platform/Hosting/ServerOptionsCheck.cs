using Microsoft.Extensions.Options;

namespace Tenure.Server.Platform.Hosting;

/// <summary>Refuses to start with settings that would make a production server unsafe.</summary>
internal sealed class ServerOptionsCheck(IHostEnvironment environment) : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        var failures = new List<string>();
        if (options.Name.Length is 0 or > 40 || options.Name.Any(char.IsControl))
        {
            failures.Add("Tenure:Name must have 1 to 40 characters, none of them a control character.");
        }

        if (options.ProxyTexts.FirstOrDefault(p => ServerOptions.ReadProxy(p) is null) is { } proxy)
        {
            failures.Add($"Tenure:Proxies holds {proxy}, which is neither an IP address nor a network.");
        }

        if (!environment.IsDevelopment() && !(Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) && issuer is { Scheme: "https", AbsolutePath: "/" }))
        {
            failures.Add("Outside development Tenure:Issuer must be the https URL that people and devices know this server by, without a path.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
