using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CasesOnDeviceTestsOnPostgres(PostgresDeviceHost host) : CasesOnDeviceTests(host), IClassFixture<PostgresDeviceHost>;
