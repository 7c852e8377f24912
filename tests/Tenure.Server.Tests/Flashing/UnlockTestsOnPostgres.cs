using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

public sealed class UnlockTestsOnPostgres(PostgresDeviceHost host) : UnlockTests(host), IClassFixture<PostgresDeviceHost>;
