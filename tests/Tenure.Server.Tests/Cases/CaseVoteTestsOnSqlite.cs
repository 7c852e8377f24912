using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseVoteTestsOnSqlite(SqliteDeviceHost host) : CaseVoteTests(host), IClassFixture<SqliteDeviceHost>;
