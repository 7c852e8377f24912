namespace Tenure.Server.Tests.Devices;

public sealed class DeviceBoundsTestsOnSqlite(SqliteDeviceHost host) : DeviceBoundsTests(host), IClassFixture<SqliteDeviceHost>;
