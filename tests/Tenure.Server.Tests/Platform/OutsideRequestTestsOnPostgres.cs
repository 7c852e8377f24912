using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

public sealed class OutsideRequestTestsOnPostgres(PostgresServer server) : OutsideRequestTests(server), IClassFixture<PostgresServer>;
