namespace Tenure.Server.Tests.Devices;

public sealed class TransferTestsOnSqlite(SqliteDeviceHost host) : TransferTests(host), IClassFixture<SqliteDeviceHost>;
