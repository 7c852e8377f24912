using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

public sealed class RestoreTestsOnPostgres(PostgresDeviceHost host) : RestoreTests(host), IClassFixture<PostgresDeviceHost>;
