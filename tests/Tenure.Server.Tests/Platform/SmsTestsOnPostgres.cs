namespace Tenure.Server.Tests.Platform;

public sealed class SmsTestsOnPostgres(PostgresServerWithSms server) : SmsTests(server, server.Stage), IClassFixture<PostgresServerWithSms>;
