using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

public sealed class TokenRowTestsOnPostgres(PostgresServer server) : TokenRowTests(server), IClassFixture<PostgresServer>;
