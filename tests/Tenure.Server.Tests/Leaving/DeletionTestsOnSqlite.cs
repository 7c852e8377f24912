using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Leaving;

public sealed class DeletionTestsOnSqlite(SqliteDeviceHost host) : DeletionTests(host), IClassFixture<SqliteDeviceHost>;
