namespace Tenure.Server.Tests.Devices;

public sealed class StatusCheckTestsOnPostgres(PostgresDeviceHost host) : StatusCheckTests(host), IClassFixture<PostgresDeviceHost>;
