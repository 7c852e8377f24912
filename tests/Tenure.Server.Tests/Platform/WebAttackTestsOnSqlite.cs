using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

public sealed class WebAttackTestsOnSqlite(SqliteServer server) : WebAttackTests(server), IClassFixture<SqliteServer>;
