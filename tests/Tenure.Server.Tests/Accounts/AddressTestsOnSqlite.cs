using Tenure.Server.Tests.Platform;

namespace Tenure.Server.Tests.Accounts;

public sealed class AddressTestsOnSqlite(SqliteServerWithSms server) : AddressTests(server, server.Stage), IClassFixture<SqliteServerWithSms>;
