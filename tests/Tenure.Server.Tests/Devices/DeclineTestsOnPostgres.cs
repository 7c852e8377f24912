namespace Tenure.Server.Tests.Devices;

public sealed class DeclineTestsOnPostgres(PostgresDeviceHost host) : DeclineTests(host), IClassFixture<PostgresDeviceHost>;
