using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class KeyboardWalkTests
{
    [Theory]
    [InlineData("1234567890")]
    [InlineData("13579")]
    [InlineData("24680")]
    [InlineData("abcdefghijklmnopqrstuvwxyz")]
    [InlineData("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")]
    [InlineData("qwertyuiop")]
    [InlineData("qwertzuiop")]
    [InlineData("azertyuiop")]
    [InlineData("asdfghjkl")]
    [InlineData("qsdfghjklm")]
    [InlineData("zxcvbnm")]
    [InlineData("yxcvbnm")]
    [InlineData("wxcvbn")]
    [InlineData("йцукенгшщзхъ")]
    [InlineData("фывапролджэ")]
    [InlineData("ячсмитьбю")]
    [InlineData("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p")]
    [InlineData("qazwsxedcrfvtgbyhnujmikolp")]
    [InlineData("q1w2e3r4t5y6u7i8o9p0")]
    [InlineData("1q2w3e4r5t6y7u8i9o0p")]
    [InlineData("qawsedrftgyhujikolp")]
    [InlineData("aqswdefrgthyjukilop")]
    [InlineData("azsxdcfvgbhnjmkl")]
    [InlineData("a1b2c3d4e5f6g7h8i9j0")]
    [InlineData("1a2b3c4d5e6f7g8h9i0j")]
    [InlineData("a1s2d3f4g5h6j7k8l9")]
    [InlineData("1й2ц3у4к5е6н7г8ш9щ0з")]
    [InlineData("й1ц2у3к4е5н6г7ш8щ9з0")]
    [InlineData("147258369")]
    [InlineData("741852963")]
    [InlineData("159357")]
    [InlineData("2580")]
    public void Each_row_is_a_walk_in_both_directions(string row)
    {
        Assert.Equal(row.Length, KeyboardWalk.Length(row));
        Assert.Equal(row.Length, KeyboardWalk.Length(string.Concat(row.Reverse())));
    }

    [Theory]
    [InlineData("ab", 0)]
    [InlineData("aab", 0)]
    [InlineData("abc", 3)]
    [InlineData("abcx", 3)]
    [InlineData("abd", 0)]
    [InlineData("112233", 6)]
    [InlineData("332211", 6)]
    [InlineData("8901", 4)]
    [InlineData("1098", 4)]
    [InlineData("xabc", 0)]
    [InlineData("é12", 0)]
    [InlineData("qwertzu", 7)]
    public void A_walk_takes_three_keys_and_goes_around_the_end(string text, int length) => Assert.Equal(length, KeyboardWalk.Length(text));
}
