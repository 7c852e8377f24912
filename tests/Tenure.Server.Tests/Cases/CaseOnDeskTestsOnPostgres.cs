using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseOnDeskTestsOnPostgres(PostgresDeviceHost host) : CaseOnDeskTests(host), IClassFixture<PostgresDeviceHost>;
