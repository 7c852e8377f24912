using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

public sealed class DeviceCodeTestsOnPostgres(PostgresServer server) : DeviceCodeTests(server), IClassFixture<PostgresServer>;
