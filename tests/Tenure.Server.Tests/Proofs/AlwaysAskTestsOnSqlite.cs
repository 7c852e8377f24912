using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Proofs;

public sealed class AlwaysAskTestsOnSqlite(SqliteServer server) : AlwaysAskTests(server), IClassFixture<SqliteServer>;
