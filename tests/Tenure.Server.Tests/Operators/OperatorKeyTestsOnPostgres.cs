using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class OperatorKeyTestsOnPostgres(PostgresServer server) : OperatorKeyTests(server), IClassFixture<PostgresServer>;
