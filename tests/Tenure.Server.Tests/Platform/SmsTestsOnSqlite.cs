namespace Tenure.Server.Tests.Platform;

public sealed class SmsTestsOnSqlite(SqliteServerWithSms server) : SmsTests(server, server.Stage), IClassFixture<SqliteServerWithSms>;
