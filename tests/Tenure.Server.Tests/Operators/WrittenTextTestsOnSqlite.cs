using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Operators;

public sealed class WrittenTextTestsOnSqlite(SqliteDeviceHost host) : WrittenTextTests(host), IClassFixture<SqliteDeviceHost>;
