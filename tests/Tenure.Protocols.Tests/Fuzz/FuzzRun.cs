using System.Diagnostics;
using System.Globalization;
using Tenure.Testing;

namespace Tenure.Protocols.Tests.Fuzz;

/// <summary>Gives a parser spoilt inputs, the same ones for the same number.</summary>
internal static class FuzzRun
{
    /// <summary>Inputs of each run.</summary>
    public const int Few = 3_000;

    /// <summary>Inputs of the slow one.</summary>
    public const int Many = 10_000_000;

    /// <summary>Runs it.</summary>
    /// <param name="parser">Its name in the table.</param>
    /// <param name="seeds">Inputs that it takes; where a signature covers all, nothing else may be taken.</param>
    /// <param name="read">Whether an input is taken. It says no by <c>false</c>; an exception is a fault of the parser.</param>
    /// <param name="isSigned">Whether a signature covers all.</param>
    /// <param name="inputs">How many.</param>
    /// <param name="number">Another one, other inputs.</param>
    /// <param name="output">Of the test.</param>
    public static void Run(string parser, byte[][] seeds, Func<byte[], bool> read, bool isSigned, int inputs, ulong number, ITestOutputHelper output)
    {
        var mutation = new Mutation(number);
        var watch = Stopwatch.StartNew();
        var accepted = 0;
        for (var i = 0; i < inputs; i++)
        {
            var input = mutation.Next(seeds);
            try
            {
                if (read(input))
                {
                    accepted++;
                    if (isSigned && !seeds.Any(seed => input.AsSpan().SequenceEqual(seed)))
                    {
                        throw new InvalidOperationException("Accepted, though it was never signed.");
                    }
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"{parser}, input {i}: {Convert.ToHexStringLower(input)}", e);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{parser}, {inputs} inputs, {watch.Elapsed.TotalSeconds:F1} s, {accepted} accepted"));
        Fuzzed.Note(parser, inputs, watch.Elapsed, accepted);
    }
}
