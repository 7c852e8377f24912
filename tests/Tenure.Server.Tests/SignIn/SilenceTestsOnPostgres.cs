using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

[Collection(Alone.Name)]
public sealed class SilenceTestsOnPostgres(SilentPostgresServer server) : SilenceTests(server), IClassFixture<SilentPostgresServer>;
