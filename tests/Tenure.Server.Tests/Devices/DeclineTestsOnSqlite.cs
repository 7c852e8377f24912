namespace Tenure.Server.Tests.Devices;

public sealed class DeclineTestsOnSqlite(SqliteDeviceHost host) : DeclineTests(host), IClassFixture<SqliteDeviceHost>;
