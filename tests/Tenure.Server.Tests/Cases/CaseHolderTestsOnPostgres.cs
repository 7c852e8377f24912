using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseHolderTestsOnPostgres(PostgresDeviceHost host) : CaseHolderTests(host), IClassFixture<PostgresDeviceHost>;
