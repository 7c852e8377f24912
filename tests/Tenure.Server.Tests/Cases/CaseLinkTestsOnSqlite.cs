using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseLinkTestsOnSqlite(SqliteDeviceHost host) : CaseLinkTests(host), IClassFixture<SqliteDeviceHost>;
