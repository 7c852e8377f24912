using CsCheck;
using Tenure.Domain.Cases;

namespace Tenure.Domain.Tests.Cases;

public sealed class CaseScoreTests
{
    private static readonly CaseFact[] OfDocuments = [CaseFact.Receipt, CaseFact.SimProof, CaseFact.BoxPhoto, CaseFact.SeenElsewhere];
    private static readonly CaseFact[] OfDevice = [CaseFact.DeviceSigned, CaseFact.DeviceUnlocked];

    private static readonly CaseFact[] OfThief = [CaseFact.DeviceSigned, CaseFact.DeviceUnlocked, CaseFact.AddressKnown, CaseFact.BoxPhoto, CaseFact.SeenElsewhere, CaseFact.GaveAway];

    private static readonly Gen<(CaseKind Kind, CaseFact[] Called)> Pictures = Gen.Select(Gen.Enum<CaseKind>(), Gen.Int[0, OfDocuments.Length - 1].Select(i => OfDocuments[i]).Array[1, 8]);

    [Fact]
    public void No_picture_alone_reaches_what_can_be_approved_whatever_it_is_called() => Pictures.Sample(picture =>
    {
        var fact = CaseScore.OfOnePicture(picture.Kind, picture.Called);
        Assert.True(CaseScore.Of(picture.Kind, [fact!.Value]).Points < CaseScore.Least);
        Assert.All(picture.Called, called => Assert.True(CaseScore.WeightOf(picture.Kind, fact.Value) <= CaseScore.WeightOf(picture.Kind, called)));
    });

    [Fact]
    public void No_photo_of_a_box_lifts_what_whoever_took_the_phone_has_to_what_can_be_approved() => Pictures.Sample(picture =>
    {
        CaseFact[] photo = [CaseScore.OfOnePicture(picture.Kind, [.. picture.Called, CaseFact.BoxPhoto])!.Value];
        Assert.True(CaseScore.Of(picture.Kind, [.. OfDevice, .. photo]).Points < CaseScore.Least);
    });

    [Fact]
    public void Nothing_that_a_thief_with_phone_box_and_mailbox_shows_reaches_what_can_be_approved_in_a_release() =>
        Gen.Int[0, OfThief.Length - 1].Select(i => OfThief[i]).Array[0, 10].Sample(shown => Assert.True(CaseScore.Of(CaseKind.Release, shown).Points < CaseScore.Least));

    // Nor does it beside what the holder before knows, whose mailbox is not on the phone.
    [Fact]
    public void Who_held_a_device_before_needs_papers_too_and_who_gave_it_away_has_nothing()
    {
        Assert.True(CaseScore.Of(CaseKind.Release, [.. OfThief, CaseFact.HeldBefore]).Points < CaseScore.Least);
        Assert.Equal((15, 0), (CaseScore.WeightOf(CaseKind.Release, CaseFact.HeldBefore), CaseScore.WeightOf(CaseKind.Release, CaseFact.GaveAway)));
        Assert.Equal((0, 0), (CaseScore.WeightOf(CaseKind.Recovery, CaseFact.HeldBefore), CaseScore.WeightOf(CaseKind.Recovery, CaseFact.GaveAway)));
        Assert.True(CaseScore.Of(CaseKind.Release, [CaseFact.HeldBefore, CaseFact.Receipt]).Points >= CaseScore.Least);
    }

    [Fact]
    public void A_picture_that_was_sent_as_nothing_that_counts_says_nothing() => Assert.Null(CaseScore.OfOnePicture(CaseKind.Release, []));
}
