namespace Tenure.Server.Tests.Devices;

public sealed class SigningTestsOnSqlite(FewReleasesSqliteHost host) : SigningTests(host), IClassFixture<FewReleasesSqliteHost>;
