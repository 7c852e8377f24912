using System.Globalization;

namespace Tenure.Protocols.Firehose;

/// <summary>Why a lock refuses.</summary>
/// <param name="Code">Of the wire: docs/protocols/firehose.md has the table.</param>
/// <param name="Text">English, one line.</param>
public sealed record FirehoseRefusal(int Code, string Text)
{
    /// <summary>The line of a log.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"auth: {Code} {Text}");
}
