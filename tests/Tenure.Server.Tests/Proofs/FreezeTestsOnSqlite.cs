using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Proofs;

public sealed class FreezeTestsOnSqlite(SqliteServer server) : FreezeTests(server), IClassFixture<SqliteServer>;
