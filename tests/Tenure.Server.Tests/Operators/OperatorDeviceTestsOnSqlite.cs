using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Operators;

public sealed class OperatorDeviceTestsOnSqlite(SqliteDeviceHost host) : OperatorDeviceTests(host), IClassFixture<SqliteDeviceHost>;
