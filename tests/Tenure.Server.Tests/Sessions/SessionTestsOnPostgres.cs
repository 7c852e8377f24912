using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Sessions;

public sealed class SessionTestsOnPostgres(PostgresServer server) : SessionTests(server), IClassFixture<PostgresServer>;
