using Tenure.Domain.Documents;

namespace Tenure.Domain.Tests.Documents;

public class PictureLookTests
{
    [Fact]
    public void A_place_is_marked_when_its_right_neighbour_is_lighter_by_more_than_grain()
    {
        var places = Waves(2);
        var look = PictureLook.Of(places)!;
        for (var bit = 0; bit < 256; bit++)
        {
            var at = (bit / 16 * PictureLook.Columns) + (bit % 16);
            Assert.Equal(places[at + 1] > places[at] + 3, (look[bit / 8] & (1 << (bit % 8))) != 0);
        }
    }

    [Fact]
    public void A_picture_with_nothing_on_it_has_no_look()
    {
        Assert.Null(PictureLook.Of(new byte[PictureLook.Columns * PictureLook.Rows]));
        // Grain alone.
        Assert.Null(PictureLook.Of([.. Enumerable.Range(0, PictureLook.Columns * PictureLook.Rows).Select(i => (byte)(250 + (i % 4)))]));
    }

    [Fact]
    public void Alike_looks_share_a_band_and_are_near()
    {
        var look = PictureLook.Of(Waves(2))!;
        var alike = (byte[])look.Clone();
        for (var i = 0; i < PictureLook.MostApart; i++)
        {
            alike[i * 2] ^= 1;
        }

        Assert.Equal(PictureLook.MostApart, PictureLook.Apart(look, alike));
        Assert.NotEmpty(PictureLook.Bands(look).Intersect(PictureLook.Bands(alike)));
        Assert.Equal(0, PictureLook.Apart(look, look));
        Assert.Equal(256, PictureLook.Apart(look, [.. look.Select(part => (byte)~part)]));
    }

    [Fact]
    public void A_band_says_where_it_is_and_an_empty_one_says_nothing()
    {
        var look = new byte[PictureLook.Size];
        Assert.Empty(PictureLook.Bands(look));
        (look[4], look[31]) = (0x34, 0x12);
        Assert.Equal([(2 << 16) | 0x34, (15 << 16) | 0x1200], PictureLook.Bands(look));
    }

    private static byte[] Waves(int step) => [.. Enumerable.Range(0, PictureLook.Columns * PictureLook.Rows).Select(i => (byte)(i * 37 * step % 200))];
}
