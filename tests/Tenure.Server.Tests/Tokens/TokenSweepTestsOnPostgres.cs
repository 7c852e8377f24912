using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

public sealed class TokenSweepTestsOnPostgres(PostgresServer server) : TokenSweepTests(server), IClassFixture<PostgresServer>;
