namespace Tenure.Server.Tests.Devices;

public sealed class EraseTestsOnSqlite(SqliteDeviceHost host) : EraseTests(host), IClassFixture<SqliteDeviceHost>;
