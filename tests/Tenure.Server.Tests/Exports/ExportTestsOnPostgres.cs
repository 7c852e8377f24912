using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Exports;

public sealed class ExportTestsOnPostgres(PostgresDeviceHost host) : ExportTests(host), IClassFixture<PostgresDeviceHost>;
