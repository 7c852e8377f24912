namespace Tenure.Server.Tests.Devices;

public sealed class SigningTestsOnPostgres(FewReleasesPostgresHost host) : SigningTests(host), IClassFixture<FewReleasesPostgresHost>;
