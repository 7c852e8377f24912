namespace Tenure.Server.Tests.Devices;

public sealed class TransferTestsOnPostgres(PostgresDeviceHost host) : TransferTests(host), IClassFixture<PostgresDeviceHost>;
