namespace Tenure.Server.Tests.Devices;

public sealed class DeviceLimitTestsOnPostgres(LimitedPostgresDeviceHost host) : DeviceLimitTests(host), IClassFixture<LimitedPostgresDeviceHost>;
