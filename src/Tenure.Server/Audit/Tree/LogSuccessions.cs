using Tenure.Server.Data;

namespace Tenure.Server.Audit.Tree;

/// <summary>The roots' words that this log took the place of others, from the keys folder. Few: each is the end of an incident.</summary>
internal sealed class LogSuccessions(DataFolder folder)
{
    /// <summary>As they were signed, at most as many as a phone looks at.</summary>
    public IReadOnlyList<byte[]> All => field ??= [.. Directory.EnumerateFiles(folder.Keys, NameOf("*")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Take(Protocols.Log.LogSuccessionCodec.MostInARow)];

    /// <summary>The file of the one that leads to a log.</summary>
    /// <param name="log">Its id, lower-case hex.</param>
    public static string NameOf(string log) => $"log-succession-{log}.cert";
}
