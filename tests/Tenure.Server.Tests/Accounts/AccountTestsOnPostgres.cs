using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class AccountTestsOnPostgres(PostgresServer server) : AccountTests(server), IClassFixture<PostgresServer>;
