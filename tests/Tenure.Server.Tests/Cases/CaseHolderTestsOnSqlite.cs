using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseHolderTestsOnSqlite(SqliteDeviceHost host) : CaseHolderTests(host), IClassFixture<SqliteDeviceHost>;
