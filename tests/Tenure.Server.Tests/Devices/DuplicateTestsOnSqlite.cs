namespace Tenure.Server.Tests.Devices;

public sealed class DuplicateTestsOnSqlite(SqliteDeviceHost host) : DuplicateTests(host), IClassFixture<SqliteDeviceHost>;
