using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

public sealed class SecurityHeadersTestsOnPostgres(PostgresServer server) : SecurityHeadersTests(server), IClassFixture<PostgresServer>;
