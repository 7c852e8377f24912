using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Documents;

public sealed class DocumentTestsOnPostgres(PostgresServer server) : DocumentTests(server), IClassFixture<PostgresServer>;
