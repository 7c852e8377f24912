namespace Tenure.Server.Tests.Devices;

public sealed class DeviceClaimTestsOnSqlite(SqliteDeviceHost host) : DeviceClaimTests(host), IClassFixture<SqliteDeviceHost>;
