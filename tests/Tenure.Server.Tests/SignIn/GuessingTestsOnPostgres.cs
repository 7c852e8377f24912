using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public sealed class GuessingTestsOnPostgres(PostgresServer server) : GuessingTests(server), IClassFixture<PostgresServer>;
