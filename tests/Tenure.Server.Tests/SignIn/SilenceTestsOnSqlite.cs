using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

[Collection(Alone.Name)]
public sealed class SilenceTestsOnSqlite(SilentSqliteServer server) : SilenceTests(server), IClassFixture<SilentSqliteServer>;
