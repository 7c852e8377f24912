using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class CaseIntakeTestsOnPostgres(PostgresServer server) : CaseIntakeTests(server), IClassFixture<PostgresServer>;
