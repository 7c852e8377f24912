using System.Net;

namespace Tenure.Server.Platform.Hosting;

/// <summary>What the command line and the environment say, before anything is built.</summary>
internal static class HostConfiguration
{
    /// <summary>A builder whose defaults are a development server on loopback; any other address makes it a production server.</summary>
    /// <exception cref="StartRefusedException">An argument that nobody would read, or a development server that others could reach.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        ServeArguments.Check(args);
        var switches = new Dictionary<string, string>(ServeArguments.Options, StringComparer.Ordinal);
        var early = new ConfigurationBuilder().AddEnvironmentVariables().AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_").AddCommandLine(args, switches).Build();
        var urls = early["urls"] ?? "http://localhost:5080";
        var environment = early["environment"] ?? (IsDevelopment(early, urls) ? Environments.Development : Environments.Production);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [],
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = environment,
        });
        builder.Configuration.AddCommandLine(args, switches);
        RefuseOpenDevelopment(builder, urls);
        builder.WebHost.UseUrls(urls);
        return builder;
    }

    // A name, a proxy or an endpoint of its own: somebody means to let others in, even if only loopback is listened on.
    private static bool IsDevelopment(IConfiguration early, string urls) =>
        IsLoopbackOnly(urls) && string.IsNullOrEmpty(early["Tenure:Issuer"]) && string.IsNullOrEmpty(early["Tenure:Proxies"]) && !early.GetSection("Kestrel:Endpoints").Exists();

    // A development server shows everybody's codes: it must not be reachable from elsewhere, whoever set the environment.
    private static void RefuseOpenDevelopment(WebApplicationBuilder builder, string urls)
    {
        if (builder.Environment.IsDevelopment() && (!IsLoopbackOnly(urls) || builder.Configuration.GetSection("Kestrel:Endpoints").Exists()))
        {
            throw new StartRefusedException(
                $"A development server listens on loopback only, and {urls} is not. Leave the environment unset, or set it to Production.");
        }
    }

    private static bool IsLoopbackOnly(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .All(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host, out var address) && IPAddress.IsLoopback(address))));
}
