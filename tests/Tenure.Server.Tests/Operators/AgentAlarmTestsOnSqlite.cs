namespace Tenure.Server.Tests.Operators;

public sealed class AgentAlarmTestsOnSqlite(QuotaSqliteServer server) : AgentAlarmTests(server), IClassFixture<QuotaSqliteServer>;
