using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public sealed class AccountExportTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_is_made_at_a_time_and_three_count_for_thirty_days()
    {
        List<AccountExport> before = [];
        for (var day = 0; day < AccountExport.Most; day++)
        {
            Assert.Null(AccountExport.RefuseMore(before, Now.AddDays(day)));
            var export = new AccountExport(Guid.CreateVersion7(), default, hasFreeProof: true, Now.AddDays(day));
            before.Add(export);
            Assert.Equal(ExportRefusals.Pending, AccountExport.RefuseMore(before, Now.AddDays(day)));
            export.Finish([1], 10, Now.AddDays(day));
            Assert.Equal(ExportRefusals.Pending, AccountExport.RefuseMore(before, Now.AddDays(day)));
            export.End();
        }

        Assert.Equal(Now + AccountExport.Window, AccountExport.NextFrom(before, Now.AddDays(3)));
        Assert.Equal(ExportRefusals.Limit(TimeSpan.FromDays(27)), AccountExport.RefuseMore(before, Now.AddDays(3)));
        Assert.NotNull(AccountExport.RefuseMore(before, Now + AccountExport.Window - TimeSpan.FromTicks(1)));
        Assert.Null(AccountExport.RefuseMore(before, Now + AccountExport.Window));
        // The next one waits for the second.
        before.Add(new AccountExport(Guid.CreateVersion7(), default, hasFreeProof: true, Now + AccountExport.Window));
        before[^1].End();
        Assert.Equal(Now.AddDays(1) + AccountExport.Window, AccountExport.NextFrom(before, Now + AccountExport.Window));
    }

    [Fact]
    public void It_is_fetched_once_and_within_seven_days()
    {
        var export = new AccountExport(Guid.CreateVersion7(), default, hasFreeProof: true, Now);
        Assert.Equal(ExportRefusals.None, export.Fetch(Now, hasFreeProof: true, out _));
        export.Finish([7], 10, Now.AddHours(1));
        Assert.Equal(Now.AddHours(1) + AccountExport.Kept, export.EndsAt);
        Assert.Equal(ExportRefusals.None, export.Fetch(Now.AddHours(1) + AccountExport.Kept, hasFreeProof: true, out _));
        Assert.Null(export.Fetch(Now.AddHours(1) + AccountExport.Kept - TimeSpan.FromTicks(1), hasFreeProof: true, out var key));
        Assert.Equal([7], key);
        Assert.Equal((AccountExportState.Over, null), (export.State, export.Key));
        Assert.Equal(ExportRefusals.None, export.Fetch(Now.AddHours(2), hasFreeProof: true, out _));
    }

    [Fact]
    public void Asked_for_with_a_recovery_code_it_is_fetched_at_once_with_another_and_with_a_code_by_mail_a_day_later()
    {
        var export = new AccountExport(Guid.CreateVersion7(), default, hasFreeProof: true, Now);
        export.Finish([7], 10, Now);
        Assert.Equal((Now, Now + AccountExport.MailWait), (export.UsableFrom(hasFreeProof: true), export.UsableFrom(hasFreeProof: false)));
        Assert.Equal(ExportRefusals.Waiting with { RetryAfter = AccountExport.MailWait }, export.Fetch(Now, hasFreeProof: false, out _));
        Assert.Null(export.Fetch(Now, hasFreeProof: true, out _));
    }

    [Fact]
    public void Asked_for_with_a_code_by_mail_it_waits_a_day_and_is_kept_for_seven_more()
    {
        var export = new AccountExport(Guid.CreateVersion7(), default, hasFreeProof: false, Now);
        export.Finish([7], 10, Now.AddMinutes(1));
        Assert.True(export.CanBeFetched(Now.AddMinutes(1)));
        Assert.Equal(ExportRefusals.Waiting with { RetryAfter = TimeSpan.FromTicks(1) }, export.Fetch(Now + AccountExport.MailWait - TimeSpan.FromTicks(1), hasFreeProof: true, out _));
        Assert.Equal((AccountExportState.Ready, Now + AccountExport.MailWait + AccountExport.Kept), (export.State, export.EndsAt));
        Assert.Null(export.Fetch(Now + AccountExport.MailWait, hasFreeProof: true, out _));
        // One that took longer than a day to make waits no more.
        var late = new AccountExport(Guid.CreateVersion7(), default, hasFreeProof: false, Now);
        late.Finish([7], 10, Now.AddDays(2));
        Assert.Equal(Now.AddDays(2) + AccountExport.Kept, late.EndsAt);
    }
}
