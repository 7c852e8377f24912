using Tenure.Server.Tests.Platform;

namespace Tenure.Server.Tests.Accounts;

public sealed class PasswordResetTestsOnSqlite(SqliteServerWithSms server) : PasswordResetTests(server), IClassFixture<SqliteServerWithSms>;
