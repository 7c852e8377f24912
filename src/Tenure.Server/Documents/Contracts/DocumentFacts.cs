using Tenure.Domain;
using Tenure.Domain.Documents;

namespace Tenure.Server.Documents.Contracts;

/// <summary>A document as its sender and agents see it: without a name, which nobody asked for.</summary>
/// <param name="Id">Its address ends with it.</param>
/// <param name="Number">From 1 within its folder.</param>
/// <param name="Kind">What it shows, as the sender says.</param>
/// <param name="State">How far it is.</param>
/// <param name="Type">By its content; <c>null</c> until it was looked at.</param>
/// <param name="Pages">Pages that can be shown.</param>
/// <param name="Length">Bytes of what was sent.</param>
/// <param name="Refusal">Why it was not taken.</param>
/// <param name="ContentMac">Keyed hash of what was sent, 32 bytes; <c>null</c> until it was looked at.</param>
/// <param name="IsHandedIn">Whether it was handed in: it is not taken back.</param>
/// <param name="Words">What its sender says that stands on a receipt; <c>null</c> where nothing was said, and once the folder is sealed.</param>
internal sealed record DocumentFacts(Guid Id, int Number, DocumentKind Kind, DocumentState State, DocumentType? Type, int Pages, long Length, Refusal? Refusal, byte[]? ContentMac, bool IsHandedIn, ReceiptWords? Words = null)
{
    public static DocumentFacts Of(CaseDocument document, int handedIn) => new(
        document.Id, document.Number, document.Kind, document.State, document.Type, document.Pages, document.Length, DocumentRefusals.OfCode(document.RefusedBecause), document.ContentMac,
        document.Number <= handedIn);
}
