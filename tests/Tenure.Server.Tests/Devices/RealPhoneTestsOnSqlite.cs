namespace Tenure.Server.Tests.Devices;

public sealed class RealPhoneTestsOnSqlite(SqliteDeviceHost host) : RealPhoneTests(host), IClassFixture<SqliteDeviceHost>;
