using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class PasskeyTestsOnPostgres(PostgresServer server) : PasskeyTests(server), IClassFixture<PostgresServer>;
