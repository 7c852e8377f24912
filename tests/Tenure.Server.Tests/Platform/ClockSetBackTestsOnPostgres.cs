using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Platform;

public sealed class ClockSetBackTestsOnPostgres(PostgresDeviceHost host) : ClockSetBackTests(host), IClassFixture<PostgresDeviceHost>;
