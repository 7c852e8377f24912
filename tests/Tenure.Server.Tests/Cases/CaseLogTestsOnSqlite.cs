using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseLogTestsOnSqlite(SqliteDeviceHost host) : CaseLogTests(host), IClassFixture<SqliteDeviceHost>;
