using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

public sealed class FlashLimitTestsOnSqlite(LimitedSqliteDeviceHost host) : FlashLimitTests(host), IClassFixture<LimitedSqliteDeviceHost>;
