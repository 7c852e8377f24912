using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Tenure.Server.Platform.Telemetry;

/// <summary>Takes from every span what is not named here, before it is sent: paths, queries, addresses and names of browsers say who somebody is.</summary>
/// <remarks>A list of what stays, not of what goes: a new version of an instrumentation adds nothing by itself. Names: OpenTelemetry semantic conventions for HTTP.</remarks>
internal sealed class KeepKnownTags : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.name", "network.protocol.version", "error.type",
    }.ToFrozenSet(StringComparer.Ordinal);

    public override void OnEnd(Activity data)
    {
        foreach (var (name, _) in data.TagObjects.ToList())
        {
            if (!Known.Contains(name))
            {
                data.SetTag(name, null);
            }
        }

        var method = data.GetTagItem("http.request.method") as string ?? "HTTP";
        data.DisplayName = data.GetTagItem("http.route") is string route ? $"{method} {route}" : method;
        if (data.StatusDescription is not null)
        {
            data.SetStatus(data.Status);
        }
    }
}
