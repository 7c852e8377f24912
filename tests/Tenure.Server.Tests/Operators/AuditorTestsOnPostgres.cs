using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class AuditorTestsOnPostgres(PostgresServer server) : AuditorTests(server), IClassFixture<PostgresServer>;
