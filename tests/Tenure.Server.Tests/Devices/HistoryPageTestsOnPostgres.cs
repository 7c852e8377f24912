using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

public sealed class HistoryPageTestsOnPostgres(PostgresServer server) : HistoryPageTests(server), IClassFixture<PostgresServer>;
