namespace Tenure.Server.Tests.Devices;

public sealed class DeviceClaimTestsOnPostgres(PostgresDeviceHost host) : DeviceClaimTests(host), IClassFixture<PostgresDeviceHost>;
