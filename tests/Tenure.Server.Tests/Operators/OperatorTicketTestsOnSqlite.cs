using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Operators;

public sealed class OperatorTicketTestsOnSqlite(SqliteDeviceHost host) : OperatorTicketTests(host), IClassFixture<SqliteDeviceHost>;
