using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Data;

public sealed class DatabaseTestsOnPostgres(PostgresServer server) : DatabaseTests(server), IClassFixture<PostgresServer>;
