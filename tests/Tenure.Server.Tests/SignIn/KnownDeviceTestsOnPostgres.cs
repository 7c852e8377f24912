using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public sealed class KnownDeviceTestsOnPostgres(PostgresServer server) : KnownDeviceTests(server), IClassFixture<PostgresServer>;
