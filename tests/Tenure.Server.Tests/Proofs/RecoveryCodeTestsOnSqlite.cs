using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Proofs;

public sealed class RecoveryCodeTestsOnSqlite(SqliteServer server) : RecoveryCodeTests(server), IClassFixture<SqliteServer>;
