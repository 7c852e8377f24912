using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseGrantTestsOnSqlite(SqliteDeviceHost host) : CaseGrantTests(host), IClassFixture<SqliteDeviceHost>;
