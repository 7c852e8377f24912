namespace Tenure.Server.Tests.Devices;

public sealed class ActivationTestsOnPostgres(PostgresDeviceHost host) : ActivationTests(host), IClassFixture<PostgresDeviceHost>;
