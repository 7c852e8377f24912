using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Keys;

public sealed class StatementTestsOnPostgres(PostgresServer server) : StatementTests(server), IClassFixture<PostgresServer>;
