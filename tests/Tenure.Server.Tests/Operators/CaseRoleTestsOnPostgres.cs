using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class CaseRoleTestsOnPostgres(PostgresServer server) : CaseRoleTests(server), IClassFixture<PostgresServer>;
