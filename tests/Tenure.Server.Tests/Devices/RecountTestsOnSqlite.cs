namespace Tenure.Server.Tests.Devices;

public sealed class RecountTestsOnSqlite(SqliteDeviceHost host) : RecountTests(host), IClassFixture<SqliteDeviceHost>;
