using Tenure.Domain;
using Tenure.Domain.Documents;

namespace Tenure.Server.Cases.Contracts;

/// <summary>A document of a case as an agent sees it.</summary>
/// <param name="Number">From 1 within the case.</param>
/// <param name="Kind">What it shows, as the person says.</param>
/// <param name="State">How far it is.</param>
/// <param name="Pages">Pages that can be shown.</param>
/// <param name="Refusal">Why it was not taken.</param>
/// <param name="ContentMac">Keyed hash of what was sent, 32 bytes: part of what agents sign. <c>null</c> where it was not taken.</param>
/// <param name="Elsewhere">Numbers of other cases where the same is, or something that looks alike.</param>
/// <param name="Counts">Whether it speaks for the case: it is nowhere else, was sent here first, or the other case came to nothing.</param>
/// <param name="Twins">Numbers of earlier documents of this case that are the same, or look alike: together they count once.</param>
/// <param name="Words">What its sender says that stands on a receipt.</param>
/// <param name="SamePayer">Numbers of other cases with a receipt that the same person paid, as their senders say. It changes no points and no wait: people pay for others, and have the names of others.</param>
internal sealed record DocumentOnDesk(int Number, DocumentKind Kind, DocumentState State, int Pages, Refusal? Refusal, byte[]? ContentMac, IReadOnlyList<string> Elsewhere, bool Counts, IReadOnlyList<int> Twins,
    ReceiptWords? Words, IReadOnlyList<string> SamePayer);
