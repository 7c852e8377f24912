using CsCheck;
using Tenure.Domain.Cases;

namespace Tenure.Domain.Tests.Cases;

public sealed class CaseScoreTests
{
    private static readonly CaseFact[] OfDocuments = [CaseFact.Receipt, CaseFact.SimProof, CaseFact.BoxPhoto, CaseFact.SeenElsewhere];
    private static readonly CaseFact[] OfDevice = [CaseFact.DeviceSigned, CaseFact.DeviceUnlocked];

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
    public void A_picture_that_was_sent_as_nothing_that_counts_says_nothing() => Assert.Null(CaseScore.OfOnePicture(CaseKind.Release, []));
}
