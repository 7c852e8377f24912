using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class AddressBookTests
{
    private static readonly DateTimeOffset Born = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Born.AddDays(100);
    private static readonly Address First = Email("a");
    private static readonly Address Second = Email("b");
    private static readonly Address Number = Address.Of(PhoneNumber.FromStored("+4915112345678"));

    private readonly Account account = Account.Create(new AccountId(new Guid(1, 2, 3, new byte[8])), AccountNumber.Draw(), "$hash", null, "en", Born);

    [Fact]
    public void An_address_that_comes_makes_far_reaching_acts_wait_and_raises_the_version()
    {
        var book = Book(First);
        Assert.Null(book.Add(Second, Now, out var added));
        Assert.Equal((Second, account.Id, Now, Now, 0), (added!.Address, added.AccountId, added.AddedAt, added.VerifiedAt, added.Rank));
        Assert.Equal([First, Second], book.All.Select(i => i.Address));
        Assert.Equal(Now + Account.QuietTime, account.QuietUntil);
        Assert.True(account.Version > 0);
        Assert.Equal(AccountRefusals.Quiet with { RetryAfter = Account.QuietTime }, book.Add(Number, Now, out _));
        Assert.Equal(AccountRefusals.Quiet with { RetryAfter = Account.QuietTime }, book.Remove(First, Now, out _));
        Assert.Equal(AccountRefusals.Quiet with { RetryAfter = Account.QuietTime }, book.MakeFirst(Second, Now, out _));
        // What is there may be proven again at any time.
        Assert.Null(book.CheckAdd(Second, Now));
        Assert.Null(book.Remove(First, Now + Account.QuietTime, out var removed));
        Assert.Equal(First, removed!.Address);
        Assert.Equal([Second], book.All.Select(i => i.Address));
    }

    [Fact]
    public void Nothing_changes_in_a_frozen_or_suspended_account()
    {
        var book = Book(First, Second);
        Assert.True(account.Freeze(Now));
        Assert.Equal("account_frozen", book.Add(Number, Now, out var added)?.Code);
        Assert.Equal("account_frozen", book.CheckAdd(Number, Now)?.Code);
        Assert.Null(added);
        Assert.Equal("account_frozen", book.Remove(First, Now, out _)?.Code);
        Assert.Equal("account_frozen", book.MakeFirst(Second, Now, out _)?.Code);
        account.Thaw();
        Assert.Null(account.Suspend());
        Assert.Equal("account_frozen", book.Remove(First, Now, out _)?.Code);
        Assert.Equal(2, book.All.Count);
    }

    [Fact]
    public void In_a_young_account_each_change_still_raises_the_version()
    {
        var book = Book(First);
        Assert.Null(book.Add(Second, Born, out _));
        Assert.Equal((1, null), (account.Version, account.QuietUntil));
    }

    [Fact]
    public void There_are_at_most_five_of_a_kind()
    {
        var book = Book([.. Enumerable.Range(0, 4).Select(i => Email($"a{i}"))]);
        Assert.Null(book.CheckAdd(Second, Now));
        book = Book([.. Enumerable.Range(0, 5).Select(i => Email($"a{i}"))]);
        Assert.Equal(AddressRefusals.TooMany, book.CheckAdd(Second, Now));
        Assert.Equal(AddressRefusals.TooMany, book.Add(Second, Now, out var sixth));
        Assert.Equal((null, 5, 0), (sixth, book.All.Count, account.Version));
        Assert.Null(book.CheckAdd(Email("a0"), Now));
        Assert.Null(book.Add(Number, Now, out _));
    }

    [Fact]
    public void The_last_address_that_proves_anything_stays()
    {
        Assert.Equal(AddressRefusals.Last, Book(First).Remove(First, Now, out _));
        Assert.Equal(AddressRefusals.NotFound, Book(First).Remove(Second, Now, out _));
        var (mail, phone) = (Identifier.Of(First, account.Id, Born), Identifier.Of(Number, account.Id, Born));
        var book = new AddressBook(account, [mail, phone]);
        var late = Born + Identifier.PhoneTrust;
        Assert.False(phone.IsProof(late));
        Assert.True(mail.IsProof(late));
        Assert.True(phone.IsProof(late - TimeSpan.FromTicks(1)));
        Assert.Equal(AddressRefusals.Last, book.Remove(First, late, out _));
        phone.Confirm(late);
        Assert.Equal((Born, late), (phone.AddedAt, phone.VerifiedAt));
        Assert.Null(book.Remove(First, late, out _));
    }

    [Fact]
    public void The_first_one_is_the_earliest_until_another_is_made_the_first()
    {
        var all = new[] { Identifier.Of(Second, account.Id, Born.AddDays(1)), Identifier.Of(First, account.Id, Born) };
        var book = new AddressBook(account, all);
        Assert.Equal([First, Second], Identifier.InOrder(all).Select(i => i.Address));
        Assert.Null(book.MakeFirst(Second, Now, out var rank));
        Assert.Equal(1, rank);
        all[0].MoveTo(rank!.Value);
        Assert.Equal([Second, First], Identifier.InOrder(all).Select(i => i.Address));
        Assert.Null(book.MakeFirst(First, Now, out rank));
        Assert.Equal(2, rank);
        var version = account.Version;
        Assert.Null(book.MakeFirst(Second, Now, out rank));
        Assert.Equal((null, version), (rank, account.Version));
        Assert.Equal(AddressRefusals.NotFound, book.MakeFirst(Number, Now, out _));
    }

    [Fact]
    public void Undoing_a_change_undoes_every_later_one_and_freezes_the_account()
    {
        var book = Book(First);
        Assert.Null(book.Add(Second, Now, out var thief));
        var added = Change(AddressChangeKind.Added, thief!);
        var later = Now + Account.QuietTime;
        Assert.Null(book.MakeFirst(Second, later, out var rank));
        var made = Change(AddressChangeKind.MadeFirst, thief!);
        thief!.MoveTo(rank!.Value);
        Assert.Null(book.Remove(First, later, out var mine));
        var removed = Change(AddressChangeKind.Removed, mine!);

        book.Undo([removed, made], _ => false, later);
        Assert.Equal([First, Second], Identifier.InOrder(book.All).Select(i => i.Address));
        Assert.Equal((Born, Born, 0), (book.Find(First)!.AddedAt, book.Find(First)!.VerifiedAt, book.Find(First)!.Rank));
        Assert.Equal(later + Account.FreezeTime, account.FrozenUntil);
        Assert.Equal(AddressRefusals.UndoOver, removed.CheckUndo(later));
        Assert.Null(added.CheckUndo(later));

        book.Undo([added], _ => false, later);
        Assert.Equal([First], book.All.Select(i => i.Address));
    }

    [Fact]
    public void What_another_account_has_by_now_stays_there_and_the_last_address_stays_here()
    {
        var book = Book(First);
        Assert.Null(book.Add(Second, Now, out var other));
        var added = Change(AddressChangeKind.Added, other!);
        Assert.Null(book.Remove(First, Now + Account.QuietTime, out var mine));
        var removed = Change(AddressChangeKind.Removed, mine!);
        book.Undo([added, removed], address => address == First, Now + Account.QuietTime);
        Assert.Equal([Second], book.All.Select(i => i.Address));
    }

    [Fact]
    public void What_comes_back_does_not_pass_an_address_that_is_believed_and_stayed()
    {
        var (mine, old) = (Identifier.Of(Second, account.Id, Born.AddDays(5)), Identifier.Of(First, account.Id, Born));
        var book = new AddressBook(account, [mine, old]);
        Assert.Null(book.MakeFirst(Second, Now, out var rank));
        var made = Change(AddressChangeKind.MadeFirst, mine);
        mine.MoveTo(rank!.Value);
        Assert.Null(book.Remove(First, Now, out _));
        var removed = Change(AddressChangeKind.Removed, old);
        book.Undo([removed], _ => false, Now);
        Assert.Equal([Second, First], Identifier.InOrder(book.All).Select(i => i.Address));
        // Nor when it is told to by the change that moved it.
        book.Undo([made], _ => false, Now);
        Assert.Equal([Second, First], Identifier.InOrder(book.All).Select(i => i.Address));
    }

    [Fact]
    public void A_thiefs_address_that_stays_is_not_the_first_any_more()
    {
        var (mine, thiefs) = (Identifier.Of(First, account.Id, Born), Identifier.Of(Second, account.Id, Now.AddDays(-5)));
        var book = new AddressBook(account, [mine, thiefs]);
        Assert.Null(book.MakeFirst(Second, Now, out var rank));
        thiefs.MoveTo(rank!.Value);
        Assert.Null(book.Remove(First, Now, out _));
        book.Undo([Change(AddressChangeKind.Removed, mine)], _ => false, Now);
        Assert.Equal([First, Second], Identifier.InOrder(book.All).Select(i => i.Address));
    }

    [Fact]
    public void The_oldest_address_never_goes_by_an_undo()
    {
        // The holder added their own back and took the thief's away, and the thief has a link from the time between.
        var (mine, thiefs) = (Identifier.Of(First, account.Id, Now, Born), Identifier.Of(Second, account.Id, Now.AddDays(-5)));
        var book = new AddressBook(account, [mine]);
        book.Undo([Change(AddressChangeKind.Added, mine), Change(AddressChangeKind.Removed, thiefs)], _ => false, Now);
        Assert.Equal([First, Second], Identifier.InOrder(book.All).Select(i => i.Address));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_several_changes_of_an_address_the_earliest_says_whether_it_was_there(bool earliestFirst)
    {
        var book = Book(First, Second);
        Assert.Null(book.Remove(Second, Now, out var mine));
        var removed = Change(AddressChangeKind.Removed, mine!);
        Assert.Null(book.Add(Second, Now, out var back));
        var added = Change(AddressChangeKind.Added, back!);
        book.Undo(earliestFirst ? [removed, added] : [added, removed], _ => false, Now);
        Assert.Equal([First, Second], Identifier.InOrder(book.All).Select(i => i.Address));
    }

    [Fact]
    public void An_address_that_goes_by_the_undo_does_not_count_as_one_that_stayed()
    {
        var third = Email("c");
        var (mine, thiefs, back) = (Identifier.Of(First, account.Id, Born), Identifier.Of(Second, account.Id, Now.AddDays(-5)), Identifier.Of(third, account.Id, Now, Born));
        thiefs.MoveTo(5);
        var added = Change(AddressChangeKind.Added, back);
        back.MoveTo(6);
        var book = new AddressBook(account, [mine, thiefs, back]);
        book.Undo([added], _ => false, Now);
        Assert.Equal([First, Second], Identifier.InOrder(book.All).Select(i => i.Address));
    }

    [Fact]
    public void Where_all_are_new_the_oldest_is_believed()
    {
        var (mine, thiefs) = (Identifier.Of(First, account.Id, Now.AddDays(-20)), Identifier.Of(Second, account.Id, Now.AddDays(-5)));
        thiefs.MoveTo(1);
        var book = new AddressBook(account, [mine, thiefs]);
        book.Undo([], _ => false, Now);
        Assert.Equal([First, Second], Identifier.InOrder(book.All).Select(i => i.Address));
    }

    [Fact]
    public void Addresses_of_the_same_moment_have_one_order()
    {
        var (a, b) = (Identifier.Of(First, account.Id, Born), Identifier.Of(Second, account.Id, Born));
        Assert.Equal([a, b], Identifier.InOrder([b, a]));
        Assert.Equal([a, b], Identifier.InOrder([a, b]));
    }

    [Fact]
    public void A_quiet_time_and_an_undo_are_new_versions_of_the_account()
    {
        var before = account.Version;
        account.BeQuiet(Now);
        Assert.Equal(before + 1, account.Version);
        account.UndoAddresses(Now);
        Assert.Equal(before + 2, account.Version);
    }

    [Fact]
    public void An_address_that_is_added_back_is_as_old_as_it_was()
    {
        var book = Book(Second);
        Assert.Null(book.Add(First, Now, out var back, Born));
        Assert.Equal((Born, Now), (back!.AddedAt, back.VerifiedAt));
    }

    [Fact]
    public void An_undo_ends_sign_ins_on_their_way_whatever_the_clock_says()
    {
        var chosen = account.PasswordChosenAt;
        Book(First).Undo([], _ => false, chosen);
        Assert.Equal(chosen + TimeSpan.FromMicroseconds(1), account.PasswordChosenAt);
        Book(First).Undo([], _ => false, Now);
        Assert.Equal((Now, "$hash"), (account.PasswordChosenAt, account.PasswordHash));
    }

    [Fact]
    public void A_change_can_be_undone_for_ninety_days()
    {
        var change = Change(AddressChangeKind.Removed, Identifier.Of(First, account.Id, Born));
        Assert.Null(change.CheckUndo(Now + AddressChange.UndoTime - TimeSpan.FromTicks(1)));
        Assert.Equal(AddressRefusals.UndoOver, change.CheckUndo(Now + AddressChange.UndoTime));
        Assert.Equal(TimeSpan.FromDays(90), AddressChange.UndoTime);
    }

    [Fact]
    public void Who_came_earlier_is_believed()
    {
        // The thief's of yesterday beside the holder's.
        Assert.Equal(Now - AddressChange.UndoTime, NoticeRule.BelievedSince([Born, Now.AddDays(-1)], Now));
        // All are new: the oldest of them.
        Assert.Equal(Now.AddDays(-2), NoticeRule.BelievedSince([Now.AddDays(-1), Now.AddDays(-2)], Now));
    }

    [Theory]
    [InlineData("anna@example.org", "a•••@e•••.org")]
    [InlineData("ä@münchen", "ä•••@m•••")]
    public void Strangers_see_a_mask(string email, string masked) => Assert.Equal(masked, Address.Of(EmailAddress.FromStored(email)).Masked);

    [Fact]
    public void An_address_is_one_of_two_kinds()
    {
        Assert.Equal(("+49•••78", "+4915112345678", (EmailAddress?)null), (Number.Masked, Number.ToString(), Number.Email));
        Assert.Equal("+4915112345678", Number.Phone?.Value);
        Assert.Equal(("a@example.org", (PhoneNumber?)null), (First.Email?.Value, First.Phone));
        Assert.NotEqual(First, Address.FromStored(IdentifierKind.Phone, First.Value));
    }

    private static Address Email(string name) => Address.Of(EmailAddress.FromStored($"{name}@example.org"));

    private AddressBook Book(params Address[] addresses) => new(account, addresses.Select(address => Identifier.Of(address, account.Id, Born)));

    private AddressChange Change(AddressChangeKind what, Identifier identifier) => AddressChange.Of(account, what, identifier, [1], Now);
}
