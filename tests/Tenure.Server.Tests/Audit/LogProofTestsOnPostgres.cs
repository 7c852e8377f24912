namespace Tenure.Server.Tests.Audit;

public sealed class LogProofTestsOnPostgres(PostgresLogHost host) : LogProofTests(host), IClassFixture<PostgresLogHost>;
