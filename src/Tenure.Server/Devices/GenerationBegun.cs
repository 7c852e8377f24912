namespace Tenure.Server.Devices;

/// <summary>A server generation that has begun.</summary>
/// <param name="Number">From 2.</param>
/// <param name="Devices">How many devices have to report.</param>
/// <param name="Log">The log's id, lower-case hex; <c>null</c> where it has no entries.</param>
/// <param name="Renewed">Whether that log took another one's place.</param>
internal sealed record GenerationBegun(int Number, int Devices, string? Log, bool Renewed);

/// <summary>Why none began.</summary>
/// <param name="Code"><c>log_over</c>, <c>word_wrong</c> or <c>word_unreadable</c>; also the name of its text.</param>
/// <param name="Values">What the text says of it.</param>
internal sealed record GenerationFailure(string Code, params string[] Values);
