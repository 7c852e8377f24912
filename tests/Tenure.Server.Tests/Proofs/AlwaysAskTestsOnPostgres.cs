using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Proofs;

public sealed class AlwaysAskTestsOnPostgres(PostgresServer server) : AlwaysAskTests(server), IClassFixture<PostgresServer>;
