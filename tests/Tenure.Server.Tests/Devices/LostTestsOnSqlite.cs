namespace Tenure.Server.Tests.Devices;

public sealed class LostTestsOnSqlite(SqliteDeviceHost host) : LostTests(host), IClassFixture<SqliteDeviceHost>;
