using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseLinkTestsOnPostgres(PostgresDeviceHost host) : CaseLinkTests(host), IClassFixture<PostgresDeviceHost>;
