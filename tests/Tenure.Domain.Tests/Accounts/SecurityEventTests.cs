using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Accounts;

public class SecurityEventTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_a_client_calls_itself_and_the_detail_are_cut_to_their_room()
    {
        var told = Of(new string('c', Session.MaxNameLength + 1), new string('d', SecurityEvent.MaxDetailLength + 1));
        Assert.Equal(ShortText.Cut(new string('c', Session.MaxNameLength + 1), Session.MaxNameLength), told.Client);
        Assert.Equal(ShortText.Cut(new string('d', SecurityEvent.MaxDetailLength + 1), SecurityEvent.MaxDetailLength), told.Detail);
        Assert.Equal(("Firefox", "a•••@example.org"), (Of("Firefox", "a•••@example.org").Client, Of("Firefox", "a•••@example.org").Detail));
    }

    [Fact]
    public void Nothing_said_is_nothing_kept() => Assert.Equal((null, null), (Of(null, null).Client, Of(null, null).Detail));

    private static SecurityEvent Of(string? client, string? detail) =>
        new(new Guid(9, 9, 9, new byte[8]), new AccountId(new Guid(1, 2, 3, new byte[8])), SecurityEventKind.SignedIn, Now, client, "127.0.0.0/24", detail);
}
