using Tenure.Server.Tests.Platform;

namespace Tenure.Server.Tests.Accounts;

public sealed class AddressTestsOnPostgres(PostgresServerWithSms server) : AddressTests(server, server.Stage), IClassFixture<PostgresServerWithSms>;
