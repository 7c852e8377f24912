using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

public sealed class DeviceCodeTestsOnSqlite(SqliteServer server) : DeviceCodeTests(server), IClassFixture<SqliteServer>;
