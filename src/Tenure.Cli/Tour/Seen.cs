using System.Diagnostics.CodeAnalysis;

namespace Tenure.Cli.Tour;

/// <summary>Checks of a step.</summary>
internal static class Seen
{
    /// <summary>Goes on only if it holds.</summary>
    /// <exception cref="TourFailedException">It does not.</exception>
    public static void That([DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new TourFailedException(otherwise);
        }
    }
}
