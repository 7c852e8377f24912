using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

public sealed class FlashingPageTestsOnSqlite(SqliteDeviceHost host) : FlashingPageTests(host), IClassFixture<SqliteDeviceHost>;
