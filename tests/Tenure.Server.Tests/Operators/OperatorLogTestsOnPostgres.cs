using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class OperatorLogTestsOnPostgres(PostgresServer server) : OperatorLogTests(server), IClassFixture<PostgresServer>;
