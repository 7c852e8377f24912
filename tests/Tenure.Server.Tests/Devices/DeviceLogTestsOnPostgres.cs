namespace Tenure.Server.Tests.Devices;

public sealed class DeviceLogTestsOnPostgres(PostgresDeviceHost host) : DeviceLogTests(host), IClassFixture<PostgresDeviceHost>;
