using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Proofs;

public sealed class RecoveryCodeTestsOnPostgres(PostgresServer server) : RecoveryCodeTests(server), IClassFixture<PostgresServer>;
