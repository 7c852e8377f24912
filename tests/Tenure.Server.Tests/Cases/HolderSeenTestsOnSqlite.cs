using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class HolderSeenTestsOnSqlite(SqliteDeviceHost host) : HolderSeenTests(host), IClassFixture<SqliteDeviceHost>;
