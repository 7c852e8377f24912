using Tenure.Testing;

namespace Tenure.Server.Tests.Platform;

/// <summary>Kannel for the tests of one class, and the settings by which a host finds it.</summary>
public sealed class SmsGatewayStage
{
    /// <summary>The gateway.</summary>
    public KannelPeer Kannel { get; private set; } = null!;

    /// <summary>What the host is told.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    internal async Task StartAsync()
    {
        Kannel = await KannelPeer.StartAsync();
        Settings["Sms:Url"] = Kannel.Url.OriginalString;
        Settings["Sms:UserName"] = KannelPeer.UserName;
        Settings["Sms:Password"] = KannelPeer.Password;
        Settings["Sms:Countries"] = "DE";
        Settings["Sms:Timeout"] = "00:00:02";
    }
}
