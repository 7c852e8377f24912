using Tenure.Flash.Restores;

namespace Tenure.Cli.Flash;

/// <summary>How far a restore is, and how fast.</summary>
/// <param name="Report">How far.</param>
/// <param name="BytesPerSecond">0 while nothing is known.</param>
/// <param name="Left">What is left of it; <c>null</c> while nothing is known.</param>
internal sealed record FlashProgress(RestoreReport Report, double BytesPerSecond, TimeSpan? Left);
