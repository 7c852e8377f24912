using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class RegistrationOnSqlite(SqliteServer server) : RegistrationTests(server), IClassFixture<SqliteServer>;
