using Tenure.Domain.Devices;

namespace Tenure.Domain.Tests.Devices;

public sealed class SetbackTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly Setback setback = new(new DeviceId("d"), Now);

    [Fact]
    public void A_phone_that_was_put_back_once_is_older_and_no_more()
    {
        Assert.Equal(SetbackKind.Older, setback.Note(50, wasHeld: true, heldSince: null, isCopy: false, Now));
        Assert.Equal((50u, 1, Now, Now, 0, null, true), (setback.Seen, setback.Times, setback.FirstAt, setback.LastAt, setback.Repeats, setback.RepeatedAt, setback.WasHeld));
    }

    // The answer got lost, or the power failed before it was written.
    [Fact]
    public void Until_something_newer_was_heard_it_is_the_same_one()
    {
        Assert.Equal(SetbackKind.Older, setback.Note(0, wasHeld: false, heldSince: null, isCopy: false, Now));
        Assert.Equal(SetbackKind.Again, setback.Note(0, wasHeld: false, heldSince: null, isCopy: false, Now.AddDays(2)));
        Assert.Equal((1, Now, false), (setback.Times, setback.LastAt, setback.WasHeld));
    }

    [Fact]
    public void Of_two_with_one_key_the_second_one_that_is_behind_repeats_it()
    {
        Assert.Equal(SetbackKind.Older, setback.Note(50, wasHeld: true, heldSince: null, isCopy: false, Now));
        Assert.Equal(SetbackKind.Repeated, setback.Note(51, wasHeld: false, heldSince: null, isCopy: false, Now.AddDays(30)));
        Assert.Equal(SetbackKind.Repeated, setback.Note(52, wasHeld: false, heldSince: null, isCopy: false, Now.AddDays(31)));
        Assert.Equal((52u, 3, 2, Now.AddDays(31), Now, true), (setback.Seen, setback.Times, setback.Repeats, setback.RepeatedAt, setback.FirstAt, setback.WasHeld));
    }

    [Fact]
    public void After_a_month_it_is_a_new_story()
    {
        Assert.Equal(SetbackKind.Older, setback.Note(50, wasHeld: true, heldSince: null, isCopy: false, Now));
        Assert.Equal(SetbackKind.Older, setback.Note(60, wasHeld: true, heldSince: null, isCopy: false, Now.AddDays(30).AddTicks(1)));
        Assert.Equal((2, 0), (setback.Times, setback.Repeats));
    }

    [Fact]
    public void An_older_copy_that_shows_as_one_needs_no_second_time()
    {
        Assert.Equal(SetbackKind.Repeated, setback.Note(50, wasHeld: true, heldSince: null, isCopy: true, Now));
        Assert.Equal((1, 1, Now), (setback.Times, setback.Repeats, setback.RepeatedAt));
        Assert.Equal(SetbackKind.Again, setback.Note(50, wasHeld: true, heldSince: null, isCopy: true, Now.AddDays(1)));
    }

    [Fact]
    public void What_was_before_a_holder_neither_repeats_nor_keeps_their_letter_back()
    {
        Assert.Equal(SetbackKind.Older, setback.Note(50, wasHeld: true, heldSince: Now.AddDays(-1), isCopy: false, Now));
        Assert.Equal(SetbackKind.Repeated, setback.Note(51, wasHeld: true, heldSince: Now.AddDays(-1), isCopy: false, Now));
        Assert.True(setback.Tell(SetbackKind.Older, Now));
        Assert.True(setback.Tell(SetbackKind.Repeated, Now));

        Assert.Equal(SetbackKind.Older, setback.Note(51, wasHeld: true, heldSince: Now.AddMinutes(1), isCopy: false, Now.AddMinutes(2)));

        Assert.True(setback.Tell(SetbackKind.Older, Now.AddMinutes(2)));
        Assert.True(setback.Tell(SetbackKind.Repeated, Now.AddMinutes(2)));
    }

    [Fact]
    public void The_holder_is_told_of_each_kind_once_a_day()
    {
        Assert.False(setback.Tell(SetbackKind.Again, Now));
        Assert.True(setback.Tell(SetbackKind.Older, Now));
        Assert.True(setback.Tell(SetbackKind.Repeated, Now.AddHours(1)));
        Assert.False(setback.Tell(SetbackKind.Older, Now.AddHours(23)));
        Assert.False(setback.Tell(SetbackKind.Repeated, Now.AddHours(24)));
        Assert.True(setback.Tell(SetbackKind.Older, Now.AddHours(24)));
        Assert.True(setback.Tell(SetbackKind.Repeated, Now.AddHours(25)));
        Assert.Equal((Now.AddHours(24), Now.AddHours(25)), (setback.ToldAt, setback.RepeatToldAt));
    }
}
