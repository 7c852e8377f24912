using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CasesOnDeviceTestsOnSqlite(SqliteDeviceHost host) : CasesOnDeviceTests(host), IClassFixture<SqliteDeviceHost>;
