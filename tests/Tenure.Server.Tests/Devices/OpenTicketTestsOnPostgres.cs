namespace Tenure.Server.Tests.Devices;

public sealed class OpenTicketTestsOnPostgres(OpenModelsPostgresHost host) : OpenTicketTests(host), IClassFixture<OpenModelsPostgresHost>;
