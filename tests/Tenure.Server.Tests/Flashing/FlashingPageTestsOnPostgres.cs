using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

public sealed class FlashingPageTestsOnPostgres(PostgresDeviceHost host) : FlashingPageTests(host), IClassFixture<PostgresDeviceHost>;
