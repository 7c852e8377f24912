namespace Tenure.Server.Tests.Devices;

public sealed class DeviceLimitTestsOnSqlite(LimitedSqliteDeviceHost host) : DeviceLimitTests(host), IClassFixture<LimitedSqliteDeviceHost>;
