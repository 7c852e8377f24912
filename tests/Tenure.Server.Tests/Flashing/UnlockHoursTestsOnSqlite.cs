namespace Tenure.Server.Tests.Flashing;

public sealed class UnlockHoursTestsOnSqlite(SlowUnlockSqliteHost host) : UnlockHoursTests(host), IClassFixture<SlowUnlockSqliteHost>;
