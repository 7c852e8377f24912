using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Platform;

public sealed class ClockSetBackTestsOnSqlite(SqliteDeviceHost host) : ClockSetBackTests(host), IClassFixture<SqliteDeviceHost>;
