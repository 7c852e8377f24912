using System.Net;

namespace Tenure.Server.Platform.Hosting;

/// <summary>What the command line and the environment say, before anything is built.</summary>
internal static class HostConfiguration
{
    private static readonly Dictionary<string, string> Switches = new(StringComparer.Ordinal)
    {
        ["--data"] = "Tenure:Data",
        ["--database"] = "ConnectionStrings:Tenure",
        ["--issuer"] = "Tenure:Issuer",
        ["--mail-host"] = "Mail:Host",
        ["--mail-port"] = "Mail:Port",
        ["--mail-from"] = "Mail:From",
        ["--urls"] = "urls",
        ["--environment"] = "environment",
    };

    /// <summary>A builder whose defaults are a development server on loopback; any other address makes it a production server.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var early = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_").AddCommandLine(args, Switches).Build();
        var urls = early["urls"] ?? "http://localhost:5080";
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [],
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = early["environment"] ?? (IsLoopbackOnly(urls) ? Environments.Development : Environments.Production),
        });
        builder.Configuration.AddCommandLine(args, Switches);
        builder.WebHost.UseUrls(urls);
        return builder;
    }

    private static bool IsLoopbackOnly(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .All(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host, out var address) && IPAddress.IsLoopback(address))));
}
