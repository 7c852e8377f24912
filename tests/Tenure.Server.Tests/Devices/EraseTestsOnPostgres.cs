namespace Tenure.Server.Tests.Devices;

public sealed class EraseTestsOnPostgres(PostgresDeviceHost host) : EraseTests(host), IClassFixture<PostgresDeviceHost>;
