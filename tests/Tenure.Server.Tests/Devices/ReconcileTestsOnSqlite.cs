namespace Tenure.Server.Tests.Devices;

public sealed class ReconcileTestsOnSqlite(SqliteDeviceHost host) : ReconcileTests(host), IClassFixture<SqliteDeviceHost>;
