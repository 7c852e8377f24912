using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class HolderSeenTestsOnPostgres(PostgresDeviceHost host) : HolderSeenTests(host), IClassFixture<PostgresDeviceHost>;
