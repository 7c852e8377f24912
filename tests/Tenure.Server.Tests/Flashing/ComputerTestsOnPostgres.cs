namespace Tenure.Server.Tests.Flashing;

public sealed class ComputerTestsOnPostgres(FlashingPostgresHost host) : ComputerTests(host), IClassFixture<FlashingPostgresHost>;
