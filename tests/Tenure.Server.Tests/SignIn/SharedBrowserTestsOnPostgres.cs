using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public sealed class SharedBrowserTestsOnPostgres(PostgresServer server) : SharedBrowserTests(server), IClassFixture<PostgresServer>;
