using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

public sealed class RestoreTestsOnSqlite(SqliteDeviceHost host) : RestoreTests(host), IClassFixture<SqliteDeviceHost>;
