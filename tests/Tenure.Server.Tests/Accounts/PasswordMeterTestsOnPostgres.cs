namespace Tenure.Server.Tests.Accounts;

public sealed class PasswordMeterTestsOnPostgres(MeteredPasswordsPostgresServer server) : PasswordMeterTests(server), IClassFixture<MeteredPasswordsPostgresServer>;
