namespace Tenure.Server.Tests.Flashing;

public sealed class UnlockHoursTestsOnPostgres(SlowUnlockPostgresHost host) : UnlockHoursTests(host), IClassFixture<SlowUnlockPostgresHost>;
