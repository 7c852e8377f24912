using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

public sealed class UnlockTestsOnSqlite(SqliteDeviceHost host) : UnlockTests(host), IClassFixture<SqliteDeviceHost>;
