namespace Tenure.Server.Tests.Devices;

public sealed class LostTestsOnPostgres(PostgresDeviceHost host) : LostTests(host), IClassFixture<PostgresDeviceHost>;
