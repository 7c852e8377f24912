using Tenure.Protocols.Offline;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>What people type where neither a picture nor a file can travel, and what they mistype.</summary>
internal static class GroupVectors
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 30).Select(i => (byte)((i * 37) + 5))];

    private static string[] Groups => CheckedGroups.Write(Bytes).Split(' ');

    public static IEnumerable<IReadOnlyList<(string, string)>> All()
    {
        foreach (var length in (int[])[0, 1, 2, 3, 4, 5, 30, 200])
        {
            var bytes = Enumerable.Range(0, length).Select(i => (byte)((i * 37) + 5)).ToArray();
            yield return Good($"{length} bytes", CheckedGroups.Write(bytes), bytes);
        }

        yield return Good("zeros at the end", CheckedGroups.Write([1, 0, 0, 0, 0]), [1, 0, 0, 0, 0]);
        yield return Good("small letters", CheckedGroups.Write(Bytes).ToLowerInvariant(), Bytes);
        yield return Good("hyphens and no spaces", string.Join('-', Groups), Bytes);
        yield return Good("one run", string.Concat(Groups), Bytes);
        yield return Good("O for 0, I and l for 1", CheckedGroups.Write([0, 0x20, 0x02]).Replace('0', 'O').Replace("1", "l", StringComparison.Ordinal), [0, 0x20, 0x02]);
        yield return Wrong("nothing", "", 1);
        yield return Wrong("a character that is none", Changed(2, group => "U" + group[1..]), 3);
        yield return Wrong("one wrong character", Changed(0, group => (group[0] == '0' ? '2' : '0') + group[1..]), 1);
        yield return Wrong("a wrong check", Changed(3, group => group[..7] + (group[7] == '0' ? '2' : '0')), 4);
        yield return Wrong("two neighbours that changed places", Changed(1, group => group[..2] + group[3] + group[2] + group[4..]), 2);
        yield return Wrong("two groups that changed places", string.Join(' ', [Groups[0], Groups[2], Groups[1], .. Groups[3..]]), 2);
        yield return Wrong("a group left out", string.Join(' ', [Groups[0], .. Groups[2..]]), 2);
        yield return Wrong("a character left out at the end", CheckedGroups.Write(Bytes)[..^1], Groups.Length);
        yield return Wrong("the last group missing", string.Join(' ', Groups[..^1]), Groups.Length);
        yield return Wrong("a group too many", string.Join(' ', Groups) + " 00000000", Groups.Length + 1);
    }

    private static string Changed(int group, Func<string, string> change) => string.Join(' ', Groups.Select((text, i) => i == group ? change(text) : text));

    private static (string, string)[] Good(string name, string text, byte[] bytes) => [("name", name), ("expect", "accept"), ("text", text), .. Some("bytes", Convert.ToHexStringLower(bytes))];

    private static (string, string)[] Wrong(string name, string text, int group) => [("name", name), ("expect", "refuse"), .. Some("text", text), ("wrong_group", $"{group}")];

    // A key that is missing stands for nothing.
    private static (string, string)[] Some(string key, string value) => value.Length == 0 ? [] : [(key, value)];
}
