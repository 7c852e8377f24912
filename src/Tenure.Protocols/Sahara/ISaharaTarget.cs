namespace Tenure.Protocols.Sahara;

/// <summary>What a device in this mode is: the images it wants, and what it says of itself.</summary>
public interface ISaharaTarget
{
    /// <summary>Starts over.</summary>
    /// <returns>The images it wants, in their order; each with a state of its own.</returns>
    IReadOnlyList<ISaharaLoader> Start();

    /// <summary>Answers in command mode.</summary>
    /// <returns>The bytes; <c>null</c> when the question is not known.</returns>
    byte[]? Answer(SaharaQuery query);
}
