using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Exports;

public sealed class ExportTestsOnSqlite(SqliteDeviceHost host) : ExportTests(host), IClassFixture<SqliteDeviceHost>;
