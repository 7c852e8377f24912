namespace Tenure.Server.Tests.Platform;

public sealed class SmsBudgetTestsOnPostgres(Hosting.PostgresServer server) : SmsBudgetTests(server), IClassFixture<Hosting.PostgresServer>;
