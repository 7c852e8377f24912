namespace Tenure.Server.Tests.Devices;

public sealed class ReleaseTestsOnSqlite(SqliteDeviceHost host) : ReleaseTests(host), IClassFixture<SqliteDeviceHost>;
