namespace Tenure.Server.Tests.Accounts;

public sealed class PasswordMeterTestsOnSqlite(MeteredPasswordsSqliteServer server) : PasswordMeterTests(server), IClassFixture<MeteredPasswordsSqliteServer>;
