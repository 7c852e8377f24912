using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Operators;

public sealed class WrittenTextTestsOnPostgres(PostgresDeviceHost host) : WrittenTextTests(host), IClassFixture<PostgresDeviceHost>;
