using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public sealed class SignInTestsOnPostgres(PostgresServer server) : SignInTests(server), IClassFixture<PostgresServer>;
