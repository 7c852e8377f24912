namespace Tenure.Server.Tests.Tokens;

public sealed class DeviceCodeLimitTestsOnPostgres(LimitedCodesPostgresServer server) : DeviceCodeLimitTests(server), IClassFixture<LimitedCodesPostgresServer>;
