using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseLogTestsOnPostgres(PostgresDeviceHost host) : CaseLogTests(host), IClassFixture<PostgresDeviceHost>;
