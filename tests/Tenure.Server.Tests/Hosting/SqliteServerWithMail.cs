using System.Globalization;
using Tenure.Testing;

namespace Tenure.Server.Tests.Hosting;

/// <summary>The host with a real mail server behind it.</summary>
public sealed class SqliteServerWithMail : SqliteServer
{
    public SmtpPeer Smtp { get; private set; } = null!;

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:Port"] = Smtp.Port.ToString(CultureInfo.InvariantCulture),
    };

    protected override async Task<string?> ConnectionStringAsync()
    {
        Smtp = await SmtpPeer.StartAsync();
        return await base.ConnectionStringAsync();
    }

    protected override async Task DropAsync()
    {
        await base.DropAsync();
        await Smtp.DisposeAsync();
    }
}
