
namespace Tenure.Server.Tests.Hosting;

public sealed class BadInputTestsOnPostgres(PostgresServer server) : BadInputTests(server), IClassFixture<PostgresServer>;
