using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

public sealed class FlashLimitTestsOnPostgres(LimitedPostgresDeviceHost host) : FlashLimitTests(host), IClassFixture<LimitedPostgresDeviceHost>;
