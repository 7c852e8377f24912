namespace Tenure.Server.Tests.Platform;

public sealed class OutboxTestsOnSqlite : OutboxTests
{
    public OutboxTestsOnSqlite()
        : this(new MailSettings())
    {
    }

    private OutboxTestsOnSqlite(MailSettings settings)
        : base(new SqliteServerWithMail(settings), settings)
    {
    }
}
