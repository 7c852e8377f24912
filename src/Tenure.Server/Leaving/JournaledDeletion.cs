namespace Tenure.Server.Leaving;

/// <summary>A line of the <see cref="DeletionJournal"/>.</summary>
/// <param name="Account">The account's inner id.</param>
/// <param name="At">When it was erased (UTC).</param>
/// <param name="Seals">The devices that stay locked.</param>
internal sealed record JournaledDeletion(Guid Account, DateTimeOffset At, IReadOnlyList<JournaledSeal> Seals);

/// <summary>A sealed device, as a journal knows it.</summary>
/// <param name="Device">Its id.</param>
/// <param name="Holding">The holding whose lock stays.</param>
/// <param name="Code">Keyed hash of the release code.</param>
internal sealed record JournaledSeal(string Device, Guid Holding, byte[] Code);
