using Tenure.Server.Tests.Platform;

namespace Tenure.Server.Tests.Accounts;

public sealed class PasswordResetTestsOnPostgres(PostgresServerWithSms server) : PasswordResetTests(server), IClassFixture<PostgresServerWithSms>;
