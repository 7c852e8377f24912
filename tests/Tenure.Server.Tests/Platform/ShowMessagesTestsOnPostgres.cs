namespace Tenure.Server.Tests.Platform;

public sealed class ShowMessagesTestsOnPostgres(Hosting.PostgresServer server) : ShowMessagesTests(server), IClassFixture<Hosting.PostgresServer>;
