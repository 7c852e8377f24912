using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class RegistrationTestsOnPostgres(PostgresServer server) : RegistrationTests(server), IClassFixture<PostgresServer>;
