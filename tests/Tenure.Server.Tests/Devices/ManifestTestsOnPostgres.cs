namespace Tenure.Server.Tests.Devices;

public sealed class ManifestTestsOnPostgres(PostgresDeviceHost host, ITestOutputHelper output) : ManifestTests(host, output), IClassFixture<PostgresDeviceHost>;
