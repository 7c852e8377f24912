namespace Tenure.Server.Tests.Operators;

public sealed class DecoyTestsOnPostgres(DecoyPostgresServer server) : DecoyTests(server), IClassFixture<DecoyPostgresServer>;
