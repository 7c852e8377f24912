namespace Tenure.Client.Documents;

/// <summary>A document that was sent to a case.</summary>
/// <param name="Id">Its upload is at <c>/api/v1/documents/ID</c>.</param>
/// <param name="Number">From 1 within the case.</param>
/// <param name="Kind"><c>receipt</c>, <c>box_label</c>, <c>sim_owner</c> or <c>other</c>.</param>
/// <param name="State"><c>arriving</c>, <c>received</c> (nobody has looked at it), <c>kept</c> or <c>refused</c>.</param>
/// <param name="Pages">Pages that can be shown.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Refusal">The code of the reason, where it was refused.</param>
public sealed record SentDocument(string Id, int Number, string Kind, string State, int Pages, long Length, string? Refusal);
