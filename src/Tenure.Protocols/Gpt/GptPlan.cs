namespace Tenure.Protocols.Gpt;

/// <summary>A partition that is still to get its place.</summary>
/// <param name="Name">1 to 36 UTF-16 units.</param>
/// <param name="Bytes">Rounded up to whole mebibytes.</param>
/// <param name="TypeId">What it is for.</param>
/// <param name="UniqueId">This very partition.</param>
public sealed record GptPlan(string Name, long Bytes, Guid TypeId, Guid UniqueId);
