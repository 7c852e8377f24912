using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class OperatorTestsOnPostgres(PostgresServer server) : OperatorTests(server), IClassFixture<PostgresServer>;
