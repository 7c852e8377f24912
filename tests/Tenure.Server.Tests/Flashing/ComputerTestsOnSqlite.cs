namespace Tenure.Server.Tests.Flashing;

public sealed class ComputerTestsOnSqlite(FlashingSqliteHost host) : ComputerTests(host), IClassFixture<FlashingSqliteHost>;
