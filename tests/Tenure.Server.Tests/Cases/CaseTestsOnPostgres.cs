using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseTestsOnPostgres(PostgresServer server) : CaseTests(server), IClassFixture<PostgresServer>;
