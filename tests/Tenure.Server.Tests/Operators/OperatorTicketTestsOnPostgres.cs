using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Operators;

public sealed class OperatorTicketTestsOnPostgres(PostgresDeviceHost host) : OperatorTicketTests(host), IClassFixture<PostgresDeviceHost>;
