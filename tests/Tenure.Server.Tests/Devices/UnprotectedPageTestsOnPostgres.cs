using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

public sealed class UnprotectedPageTestsOnPostgres(PostgresServer server) : UnprotectedPageTests(server), IClassFixture<PostgresServer>;
