namespace Tenure.Server.Tests.Devices;

public sealed class ReconcileTestsOnPostgres(PostgresDeviceHost host) : ReconcileTests(host), IClassFixture<PostgresDeviceHost>;
