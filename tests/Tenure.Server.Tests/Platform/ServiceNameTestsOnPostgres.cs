namespace Tenure.Server.Tests.Platform;

public sealed class ServiceNameTestsOnPostgres(NamedPostgresServer server) : ServiceNameTests(server), IClassFixture<NamedPostgresServer>;
