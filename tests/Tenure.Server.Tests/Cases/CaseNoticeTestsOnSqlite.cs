namespace Tenure.Server.Tests.Cases;

public sealed class CaseNoticeTestsOnSqlite(SqliteNoticeHost host) : CaseNoticeTests(host, host.Peers), IClassFixture<SqliteNoticeHost>;
