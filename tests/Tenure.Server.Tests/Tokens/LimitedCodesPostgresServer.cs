using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

/// <summary>A host that gives out as few device codes as the options allow.</summary>
public sealed class LimitedCodesPostgresServer : PostgresServer
{
    protected override IReadOnlyDictionary<string, string> Settings => DeviceCodeLimitTests.Smallest;
}
