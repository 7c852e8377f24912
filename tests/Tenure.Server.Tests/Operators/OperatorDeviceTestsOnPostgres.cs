using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Operators;

public sealed class OperatorDeviceTestsOnPostgres(PostgresDeviceHost host) : OperatorDeviceTests(host), IClassFixture<PostgresDeviceHost>;
