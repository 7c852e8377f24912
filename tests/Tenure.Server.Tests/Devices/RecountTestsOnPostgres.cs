namespace Tenure.Server.Tests.Devices;

public sealed class RecountTestsOnPostgres(PostgresDeviceHost host) : RecountTests(host), IClassFixture<PostgresDeviceHost>;
