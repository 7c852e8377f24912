using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

public sealed class TokenTestsOnPostgres(PostgresServer server) : TokenTests(server), IClassFixture<PostgresServer>;
