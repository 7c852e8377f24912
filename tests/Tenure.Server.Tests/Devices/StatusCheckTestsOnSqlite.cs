namespace Tenure.Server.Tests.Devices;

public sealed class StatusCheckTestsOnSqlite(SqliteDeviceHost host) : StatusCheckTests(host), IClassFixture<SqliteDeviceHost>;
