using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class AccountMailTestsOnPostgres(PostgresServerWithMail server) : AccountMailTests(server, server.Smtp), IClassFixture<PostgresServerWithMail>;
