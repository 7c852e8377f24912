using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CasePaperTestsOnPostgres(PostgresDeviceHost host) : CasePaperTests(host), IClassFixture<PostgresDeviceHost>;
