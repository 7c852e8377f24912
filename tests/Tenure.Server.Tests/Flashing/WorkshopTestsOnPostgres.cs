using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

public sealed class WorkshopTestsOnPostgres(PostgresDeviceHost host) : WorkshopTests(host), IClassFixture<PostgresDeviceHost>;
