namespace Tenure.Server.Leaving.Contracts;

/// <summary>A capability that keeps something about a person. What keeps rows by account and does not erase them here is found by a test that searches the whole database.</summary>
internal interface IErasure
{
    /// <summary>Erases it, in the caller's transaction. Done again it finds nothing and is no error.</summary>
    Task EraseAsync(ErasedPerson person, CancellationToken ct);
}
