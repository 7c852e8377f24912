using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class CaseQueueTestsOnPostgres(PostgresServer server) : CaseQueueTests(server), IClassFixture<PostgresServer>;
