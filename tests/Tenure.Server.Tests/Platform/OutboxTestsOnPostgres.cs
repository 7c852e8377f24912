namespace Tenure.Server.Tests.Platform;

public sealed class OutboxTestsOnPostgres : OutboxTests
{
    public OutboxTestsOnPostgres()
        : this(new MailSettings())
    {
    }

    private OutboxTestsOnPostgres(MailSettings settings)
        : base(new PostgresServerWithMail(settings), settings)
    {
    }
}
