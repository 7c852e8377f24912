namespace Tenure.Server.Tests.Operators;

public sealed class DecoyTestsOnSqlite(DecoySqliteServer server) : DecoyTests(server), IClassFixture<DecoySqliteServer>;
