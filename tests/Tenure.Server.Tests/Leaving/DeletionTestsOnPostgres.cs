using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Leaving;

public sealed class DeletionTestsOnPostgres(PostgresDeviceHost host) : DeletionTests(host), IClassFixture<PostgresDeviceHost>;
