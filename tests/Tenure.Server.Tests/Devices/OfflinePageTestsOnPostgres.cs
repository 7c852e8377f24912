using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

public sealed class OfflinePageTestsOnPostgres(PostgresServer server) : OfflinePageTests(server), IClassFixture<PostgresServer>;
