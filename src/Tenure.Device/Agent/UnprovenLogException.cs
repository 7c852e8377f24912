namespace Tenure.Device.Agent;

/// <summary>The server's log does not fit what this phone has seen of it, or the server does not prove that it does: no ticket is taken from it.</summary>
/// <param name="isForked">Whether the server signed what does not fit: the phone keeps that, and takes no ticket until it is explained.</param>
/// <param name="message">English, for a log.</param>
public sealed class UnprovenLogException(bool isForked, string message) : Exception(message)
{
    /// <summary>Whether the server signed what does not fit.</summary>
    public bool IsForked { get; } = isForked;
}
