namespace Tenure.Server.Tests.Operators;

public sealed class AgentAlarmTestsOnPostgres(QuotaPostgresServer server) : AgentAlarmTests(server), IClassFixture<QuotaPostgresServer>;
