namespace Tenure.Protocols.Firehose;

/// <summary>A line of a programmer.</summary>
/// <param name="Command">The element that it belongs to; <c>null</c> before the first one.</param>
/// <param name="Text">Without control characters.</param>
public readonly record struct FirehoseLog(string? Command, string Text);
