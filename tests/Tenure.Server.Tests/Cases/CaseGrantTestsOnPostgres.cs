using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseGrantTestsOnPostgres(PostgresDeviceHost host) : CaseGrantTests(host), IClassFixture<PostgresDeviceHost>;
