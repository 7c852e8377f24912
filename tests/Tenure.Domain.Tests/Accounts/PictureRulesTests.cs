using System.Text;
using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class PictureRulesTests
{
    [Theory]
    [InlineData("\u00FF\u00D8\u00FF")]
    [InlineData("\u0089PNG\r\n\u001A\n")]
    [InlineData("GIF87a")]
    [InlineData("GIF89a...")]
    [InlineData("RIFF0000WEBP")]
    public void A_picture_is_known_by_its_first_bytes(string content) => Assert.True(PictureRules.IsPicture(Encoding.Latin1.GetBytes(content)));

    [Theory]
    [InlineData("")]
    [InlineData("\u00FF\u00D8")]
    [InlineData("\u0089PNG\n\u001A\n")]
    [InlineData("GIF88a")]
    [InlineData("RIFF0000WEB")]
    [InlineData("RIFF0000WAVE")]
    [InlineData("RAFF0000WEBP")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    [InlineData("BM")]
    public void All_else_is_none(string content) => Assert.False(PictureRules.IsPicture(Encoding.Latin1.GetBytes(content)));

    [Fact]
    public void Ten_megabytes_fifty_megapixels_and_three_sizes()
    {
        Assert.Equal((10_485_760, 50_000_000, 524_288), (PictureRules.LargestUpload, PictureRules.MostPixels, PictureRules.LargestKept));
        Assert.Equal([64, 192, 512], PictureRules.Sizes);
    }

    [Fact]
    public void A_kept_picture_says_whose_and_what_it_is()
    {
        var id = new AccountId(new Guid("00000000-0000-0000-0000-000000000001"));
        var picture = AccountPicture.Of(id, 64, [1, 2], "hash");
        Assert.Equal((id, 64, "hash"), (picture.AccountId, picture.Size, picture.Hash));
        Assert.Equal([1, 2], picture.Content);
    }
}
