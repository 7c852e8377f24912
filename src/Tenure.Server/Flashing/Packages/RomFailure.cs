namespace Tenure.Server.Flashing.Packages;

/// <summary>Why a command about packages did nothing.</summary>
/// <param name="Code">Stable; the words for it are those of this name.</param>
/// <param name="Values">What the words speak of.</param>
internal sealed record RomFailure(string Code, params object[] Values);
