namespace Tenure.Server.Tests.Devices;

public sealed class DuplicateTestsOnPostgres(PostgresDeviceHost host) : DuplicateTests(host), IClassFixture<PostgresDeviceHost>;
