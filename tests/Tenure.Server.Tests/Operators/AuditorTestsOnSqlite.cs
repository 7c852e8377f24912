using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class AuditorTestsOnSqlite(SqliteServer server) : AuditorTests(server), IClassFixture<SqliteServer>;
