using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Proofs;

public sealed class FreezeTestsOnPostgres(PostgresServer server) : FreezeTests(server), IClassFixture<PostgresServer>;
