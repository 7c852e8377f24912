namespace Tenure.Server.Tests.Tokens;

public sealed class DeviceCodeLimitTestsOnSqlite(LimitedCodesSqliteServer server) : DeviceCodeLimitTests(server), IClassFixture<LimitedCodesSqliteServer>;
