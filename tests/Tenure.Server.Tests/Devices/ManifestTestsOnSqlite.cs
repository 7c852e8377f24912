namespace Tenure.Server.Tests.Devices;

public sealed class ManifestTestsOnSqlite(SqliteDeviceHost host, ITestOutputHelper output) : ManifestTests(host, output), IClassFixture<SqliteDeviceHost>;
