namespace Tenure.Server.Tests.Cases;

public sealed class CaseNoticeTestsOnPostgres(PostgresNoticeHost host) : CaseNoticeTests(host, host.Peers), IClassFixture<PostgresNoticeHost>;
