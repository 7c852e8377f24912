namespace Tenure.Server.Tests.Devices;

public sealed class ReleaseTestsOnPostgres(PostgresDeviceHost host) : ReleaseTests(host), IClassFixture<PostgresDeviceHost>;
