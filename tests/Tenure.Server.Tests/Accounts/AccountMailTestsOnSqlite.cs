using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class AccountMailTestsOnSqlite(SqliteServerWithMail server) : AccountMailTests(server, server.Smtp), IClassFixture<SqliteServerWithMail>;
