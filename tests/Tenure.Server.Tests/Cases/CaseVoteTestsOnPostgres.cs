using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseVoteTestsOnPostgres(PostgresDeviceHost host) : CaseVoteTests(host), IClassFixture<PostgresDeviceHost>;
