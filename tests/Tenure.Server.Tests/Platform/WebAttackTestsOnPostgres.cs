using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

public sealed class WebAttackTestsOnPostgres(PostgresServer server) : WebAttackTests(server), IClassFixture<PostgresServer>;
