using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class SecurityEventTestsOnPostgres(PostgresServer server) : SecurityEventTests(server), IClassFixture<PostgresServer>;
