namespace Tenure.Server.Tests.Devices;

public sealed class DeviceBoundsTestsOnPostgres(PostgresDeviceHost host) : DeviceBoundsTests(host), IClassFixture<PostgresDeviceHost>;
