namespace Tenure.Domain.Accounts;

/// <summary>Keys next to one another, and orders that people know by heart.</summary>
internal static class KeyboardWalk
{
    private const int Shortest = 3;

    // Read in both directions and around the end; a key pressed several times counts once.
    private static readonly string[] Rows =
    [
        "1234567890", "13579", "24680", "abcdefghijklmnopqrstuvwxyz", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm", "wxcvbn", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p", "qawsedrftgyhujikolp", "aqswdefrgthyjukilop",
        "azsxdcfvgbhnjmkl", "a1b2c3d4e5f6g7h8i9j0", "1a2b3c4d5e6f7g8h9i0j", "a1s2d3f4g5h6j7k8l9", "1й2ц3у4к5е6н7г8ш9щ0з", "й1ц2у3к4е5н6г7ш8щ9з0",
        "147258369", "741852963", "159357", "2580",
    ];

    /// <summary>How many characters from the start of the text are one walk; 0 when there is none.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        var longest = 0;
        foreach (var row in Rows)
        {
            longest = Math.Max(longest, Math.Max(Follow(text, row, 1), Follow(text, row, -1)));
        }

        return longest;
    }

    private static int Follow(ReadOnlySpan<char> text, string row, int step)
    {
        var at = row.IndexOf(text[0], StringComparison.Ordinal);
        if (at < 0)
        {
            return 0;
        }

        var keys = 1;
        var length = 1;
        for (; length < text.Length; length++)
        {
            var next = (at + step + row.Length) % row.Length;
            if (text[length] == row[next])
            {
                at = next;
                keys++;
            }
            else if (text[length] != row[at])
            {
                break;
            }
        }

        return keys < Shortest ? 0 : length;
    }
}
