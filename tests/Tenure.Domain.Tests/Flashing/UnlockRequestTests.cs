using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;

namespace Tenure.Domain.Tests.Flashing;

public class UnlockRequestTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(72, true, 72)]
    [InlineData(72, false, 168)]
    [InlineData(0, true, 0)]
    [InlineData(0, false, 168)]
    [InlineData(720, false, 720)]
    public void A_proof_that_may_be_on_the_device_makes_it_a_week_at_least(int ofModel, bool isFree, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), UnlockRequest.WaitOf(TimeSpan.FromHours(ofModel), isFree));

    [Fact]
    public void Asked_for_again_it_is_never_later_and_sooner_only_by_a_better_proof()
    {
        var request = Applied(TimeSpan.FromDays(7));
        Assert.False(request.ApplyAgain(TimeSpan.FromDays(7), Start.AddDays(1)));
        Assert.True(request.ApplyAgain(TimeSpan.FromDays(3), Start.AddDays(1)));
        Assert.Equal((Start.AddDays(4), Start), (request.DueAt, request.AppliedAt));
    }

    [Fact]
    public void Cancelled_it_begins_anew()
    {
        var request = Applied(TimeSpan.FromDays(3));
        Assert.Null(request.Cancel(Start.AddDays(2)));
        Assert.Equal("unlock_not_asked", request.Cancel(Start.AddDays(2))?.Code);
        Assert.Equal("unlock_not_asked", request.MayIssueTicket(Start.AddDays(9))?.Code);
        Assert.True(request.ApplyAgain(TimeSpan.FromDays(3), Start.AddDays(4)));
        Assert.Equal((Start.AddDays(7), Start.AddDays(4)), (request.DueAt, request.AppliedAt));
    }

    [Fact]
    public void A_ticket_is_made_when_it_is_due_and_the_refusal_before_says_how_long()
    {
        var request = Applied(TimeSpan.FromDays(3));
        Assert.Equal(TimeSpan.FromDays(1), request.MayIssueTicket(Start.AddDays(2))!.RetryAfter);
        Assert.Null(request.MayIssueTicket(Start.AddDays(3)));
        request.NoteTicket(Start.AddDays(3));
        request.NoteTicket(Start.AddDays(4));
        Assert.Equal(Start.AddDays(3), request.TicketAt);
    }

    [Fact]
    public void Two_weeks_after_it_is_due_it_lapses_and_begins_anew()
    {
        var request = Applied(TimeSpan.FromDays(3));
        var end = Start.AddDays(17);
        Assert.True(request.Stands(end.AddTicks(-1)));
        Assert.Null(request.MayIssueTicket(end.AddTicks(-1)));
        Assert.False(request.Stands(end));
        Assert.Equal("unlock_not_asked", request.MayIssueTicket(end)?.Code);
        Assert.True(request.ApplyAgain(TimeSpan.FromDays(3), end));
        Assert.Equal((end.AddDays(3), end), (request.DueAt, request.AppliedAt));
    }

    [Fact]
    public void A_new_application_does_not_take_back_what_was_counted()
    {
        var request = Applied(TimeSpan.FromDays(3));
        request.NoteTicket(Start.AddDays(3));
        Assert.Null(request.Cancel(Start.AddDays(4)));
        Assert.True(request.ApplyAgain(TimeSpan.FromDays(3), Start.AddDays(4)));
        Assert.Equal((Start.AddDays(3), false), (request.TicketAt, request.HasTicket));
        request.NoteTicket(Start.AddDays(7));
        Assert.Equal((Start.AddDays(7), true), (request.TicketAt, request.HasTicket));
    }

    private static UnlockRequest Applied(TimeSpan wait) => UnlockRequest.Apply(new AccountId(new Guid(1, 0, 0, new byte[8])), new DeviceId("d"), wait, Start);
}
