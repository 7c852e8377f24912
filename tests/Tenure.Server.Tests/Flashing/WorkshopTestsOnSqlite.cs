using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

public sealed class WorkshopTestsOnSqlite(SqliteDeviceHost host) : WorkshopTests(host), IClassFixture<SqliteDeviceHost>;
