using System.Diagnostics;
using System.Globalization;

namespace Tenure.Protocols.Tests.Fuzz;

/// <summary>Spoilt inputs, by the thousand in each run and by ten million in the slow one: a parser takes them or throws its one exception.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Few = 3_000;
    private const int Many = 10_000_000;

    public static TheoryData<Parser> Parsers => [.. Parser.All];

    [Theory]
    [MemberData(nameof(Parsers))]
    public void Good_inputs_are_accepted(Parser parser) => Assert.All(parser.Seeds, parser.Read);

    [Theory]
    [MemberData(nameof(Parsers))]
    public void Spoilt_inputs_are_refused_by_one_exception(Parser parser) => Run(parser, Few, number: 1);

    [Theory]
    [MemberData(nameof(Parsers))]
    [Trait("Category", "Slow")]
    public void Ten_million_spoilt_inputs_are_refused_by_one_exception(Parser parser) => Run(parser, Many, number: 2);

    private void Run(Parser parser, int inputs, ulong number)
    {
        var mutation = new Mutation(number);
        var watch = Stopwatch.StartNew();
        var accepted = 0;
        for (var i = 0; i < inputs; i++)
        {
            var input = mutation.Next(parser.Seeds);
            try
            {
                parser.Read(input);
                accepted++;
                if (parser.IsSigned && !parser.Seeds.Any(seed => input.AsSpan().SequenceEqual(seed)))
                {
                    throw new InvalidOperationException("Accepted, though it was never signed.");
                }
            }
            catch (ProtocolException)
            {
                // The one way to say no.
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"{parser.Name}, input {i}: {Convert.ToHexStringLower(input)}", e);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{parser.Name}, {inputs} inputs, {watch.Elapsed.TotalSeconds:F1} s, {accepted} accepted"));
    }
}
