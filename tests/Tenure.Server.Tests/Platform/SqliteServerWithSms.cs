using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

/// <summary>The host with a real gateway of SMS behind it.</summary>
public sealed class SqliteServerWithSms : SqliteServer
{
    public SmsGatewayStage Stage { get; } = new();

    protected override IReadOnlyDictionary<string, string> Settings => Stage.Settings;

    protected override async Task<string?> ConnectionStringAsync()
    {
        await Stage.StartAsync();
        return await base.ConnectionStringAsync();
    }

    protected override async Task DropAsync()
    {
        await base.DropAsync();
        await Stage.Kannel.DisposeAsync();
    }
}
