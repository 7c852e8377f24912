using System.Text;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>A block of a vector file: lines of <c>key: value</c>. tests/vectors/README.md describes the format.</summary>
public sealed class Vector(IReadOnlyList<KeyValuePair<string, string>> lines)
{
    public string Name => this["name"];

    /// <summary>The code that refuses it; <c>null</c> when it must be accepted.</summary>
    public ProtocolErrorCode? Refusal => this["expect"] == "accept" ? null : Enum.Parse<ProtocolErrorCode>(this["expect"]);

    public string this[string key] => Find(key) ?? throw new KeyNotFoundException($"{key} is missing in a vector.");

    public static IReadOnlyList<Vector> Read(string file) => Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", file)));

    public static IReadOnlyList<Vector> Parse(string text) => [.. text
        .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(block => block.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Split).ToList())
        .Where(lines => lines.Count > 0)
        .Select(lines => new Vector(lines))];

    public static TheoryData<Vector> Data(string file) => [.. Read(file)];

    public string? Find(string key) => lines.FirstOrDefault(line => line.Key == key).Value;

    public byte[] Bytes(string key) => Convert.FromHexString(this[key]);

    public override string ToString() => Name;

    internal static string Format(string comment, IEnumerable<IReadOnlyList<(string Key, string Value)>> blocks)
    {
        var text = new StringBuilder($"# {comment}\n");
        foreach (var block in blocks)
        {
            text.Append('\n').AppendJoin("", block.Select(line => $"{line.Key}: {line.Value}\n"));
        }

        return text.ToString();
    }

    private static KeyValuePair<string, string> Split(string line) =>
        line.Split(": ", 2) is [var key, var value] ? new(key, value) : throw new FormatException($"Not key: value in a vector: {line}");
}
