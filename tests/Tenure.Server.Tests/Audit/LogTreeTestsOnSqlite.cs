using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Audit;

public sealed class LogTreeTestsOnSqlite(SqliteDeviceHost host) : LogTreeTests(host), IClassFixture<SqliteDeviceHost>;
