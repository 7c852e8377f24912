using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Audit;

public sealed class LogTreeTestsOnPostgres(PostgresDeviceHost host) : LogTreeTests(host), IClassFixture<PostgresDeviceHost>;
