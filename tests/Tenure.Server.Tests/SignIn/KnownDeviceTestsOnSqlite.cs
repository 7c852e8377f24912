using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public sealed class KnownDeviceTestsOnSqlite(SqliteServer server) : KnownDeviceTests(server), IClassFixture<SqliteServer>;
