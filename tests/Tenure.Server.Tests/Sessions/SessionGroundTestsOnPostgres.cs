using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Sessions;

public sealed class SessionGroundTestsOnPostgres(PostgresServer server) : SessionGroundTests(server), IClassFixture<PostgresServer>;
