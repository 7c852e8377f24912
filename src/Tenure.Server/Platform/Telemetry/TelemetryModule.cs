using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Platform.Telemetry;

/// <summary>Traces and metrics by OTLP, where an endpoint is named; otherwise nothing of it runs.</summary>
internal static class TelemetryModule
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var own = configuration["Telemetry:Endpoint"];
        if (string.IsNullOrEmpty(own) && string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return services;
        }

        services.AddHostedService<ObserveOutbox>();
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("tenure", serviceVersion: typeof(TelemetryModule).Assembly.GetName().Version?.ToString(3)))
            .WithTracing(traces => traces.AddParts().AddOtlpExporter(o => SendTo(o, own, "v1/traces")))
            .WithMetrics(metrics => metrics.AddParts().AddOtlpExporter(o => SendTo(o, own, "v1/metrics")));
        return services;
    }

    /// <summary>What is traced, without who gets it.</summary>
    public static TracerProviderBuilder AddParts(this TracerProviderBuilder traces) =>
        traces.AddAspNetCoreInstrumentation(o => o.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            .AddHttpClientInstrumentation().AddProcessor(new KeepKnownTags());

    /// <summary>What is counted, without who gets it.</summary>
    public static MeterProviderBuilder AddParts(this MeterProviderBuilder metrics) =>
        // Of a request's own figures, those whose tags are words of the program. The rest names hosts and connections.
        metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddMeter(TenureMeter.Name)
            .AddView(instrument => instrument.Meter.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || instrument.Meter.Name.StartsWith("System.Net", StringComparison.Ordinal)
                ? new MetricStreamConfiguration { TagKeys = ["http.request.method", "http.response.status_code", "http.route", "error.type", "url.scheme", "network.protocol.version"] }
                : null);

    // The standard's variables speak for themselves; our own setting is a base address that takes HTTP with protobuf.
    private static void SendTo(OtlpExporterOptions options, string? own, string path)
    {
        if (string.IsNullOrEmpty(own))
        {
            return;
        }

        if (!Uri.TryCreate(own.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new StartRefusedException("Telemetry:Endpoint must be an http or https URL.");
        }

        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri(address, path);
    }
}
