namespace Tenure.Server.Tests.Devices;

public sealed class DeviceLogTestsOnSqlite(SqliteDeviceHost host) : DeviceLogTests(host), IClassFixture<SqliteDeviceHost>;
