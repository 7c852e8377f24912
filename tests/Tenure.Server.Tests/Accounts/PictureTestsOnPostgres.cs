using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class PictureTestsOnPostgres(PostgresServer server) : PictureTests(server), IClassFixture<PostgresServer>;
