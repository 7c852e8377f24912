namespace Tenure.Domain.Documents;

/// <summary>One part of a document's look, by which alike ones are found.</summary>
public sealed class DocumentBand
{
    private DocumentBand()
    {
    }

    /// <summary>A part of a look.</summary>
    public DocumentBand(int band, Guid document)
    {
        Band = band;
        DocumentId = document;
    }

    /// <summary>One of <see cref="PictureLook.Bands"/>.</summary>
    public int Band { get; private set; }

    /// <summary>Whose look it is of.</summary>
    public Guid DocumentId { get; private set; }
}
