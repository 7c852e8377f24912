namespace Tenure.Server.Tests.Devices;

public sealed class ActivationTestsOnSqlite(SqliteDeviceHost host) : ActivationTests(host), IClassFixture<SqliteDeviceHost>;
