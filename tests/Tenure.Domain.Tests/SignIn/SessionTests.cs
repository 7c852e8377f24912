using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.SignIn;

public class SessionTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly SessionId Id = new(new Guid(1, 2, 3, new byte[8]));
    private static readonly AccountId Ada = new(new Guid(9, 0, 0, new byte[8]));

    [Fact]
    public void A_session_begins_open_and_ends_with_its_lifetime()
    {
        var session = Begun();
        Assert.Equal((Id, Ada, SessionKind.Phone, "Pixel"), (session.Id, session.AccountId, session.Kind, session.Name));
        Assert.Equal((Start, Start, Start.AddDays(30)), (session.StartedAt, session.LastSeenAt, session.ExpiresAt));
        Assert.True(session.IsOpen(Start.AddDays(30).AddTicks(-1)));
        Assert.False(session.IsOpen(Start.AddDays(30)));
        Assert.Equal("00000001000200030000000000000000", session.Id.ToString());
    }

    [Fact]
    public void A_session_that_was_ended_is_closed_at_once_and_ending_twice_changes_nothing()
    {
        var session = Begun();
        session.End(Start.AddHours(1));
        session.End(Start.AddHours(2));
        Assert.False(session.IsOpen(Start));
        Assert.Equal((Start.AddHours(1), 1), (session.EndedAt, session.Version));
    }

    [Fact]
    public void A_session_is_bound_to_the_authorization_of_its_tokens()
    {
        var session = Begun();
        Assert.Null(session.Authorization);
        session.BindTo("authorization");
        Assert.Equal(("authorization", 1), (session.Authorization, session.Version));
    }

    [Fact]
    public void A_long_name_is_cut() => Assert.Equal(80, new Session(Id, Ada, SessionKind.Browser, new string('n', 200), null, Start, TimeSpan.FromDays(1)).Name.Length);

    private static Session Begun() => new(Id, Ada, SessionKind.Phone, "Pixel", "192.0.2.0/24", Start, TimeSpan.FromDays(30));
}
