using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

[Collection(Alone.Name)]
public sealed class SilenceTestsOnPostgres(PostgresServer server) : SilenceTests(server), IClassFixture<PostgresServer>;
