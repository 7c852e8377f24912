using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class ProfileTestsOnPostgres(PostgresServer server) : ProfileTests(server), IClassFixture<PostgresServer>;
