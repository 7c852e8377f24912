namespace Tenure.Server.Tests.Devices;

public sealed class OpenTicketTestsOnSqlite(OpenModelsSqliteHost host) : OpenTicketTests(host), IClassFixture<OpenModelsSqliteHost>;
