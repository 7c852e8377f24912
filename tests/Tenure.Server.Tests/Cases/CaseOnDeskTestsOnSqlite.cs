using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseOnDeskTestsOnSqlite(SqliteDeviceHost host) : CaseOnDeskTests(host), IClassFixture<SqliteDeviceHost>;
