namespace Tenure.Server.Tests.Audit;

public sealed class LogProofTestsOnSqlite(SqliteLogHost host) : LogProofTests(host), IClassFixture<SqliteLogHost>;
