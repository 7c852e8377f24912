using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CasePaperTestsOnSqlite(SqliteDeviceHost host) : CasePaperTests(host), IClassFixture<SqliteDeviceHost>;
