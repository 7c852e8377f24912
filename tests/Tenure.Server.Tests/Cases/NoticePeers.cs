using System.Globalization;
using Tenure.Server.Tests.Platform;
using Tenure.Testing;

namespace Tenure.Server.Tests.Cases;

/// <summary>A real mail server and a real gateway of SMS, and the settings by which a host finds both.</summary>
internal sealed class NoticePeers : IAsyncDisposable
{
    private readonly SmsGatewayStage gateway = new();

    /// <summary>What the host is told, once they run.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public SmtpPeer Mail { get; private set; } = null!;

    public KannelPeer Sms => gateway.Kannel;

    public async Task StartAsync()
    {
        Mail = await SmtpPeer.StartAsync();
        await gateway.StartAsync();
        foreach (var (name, value) in gateway.Settings)
        {
            Settings[name] = value;
        }

        (Settings["Mail:Host"], Settings["Mail:Port"]) = ("127.0.0.1", Mail.Port.ToString(CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await Mail.DisposeAsync();
        await Sms.DisposeAsync();
    }
}
