namespace Tenure.Protocols.Tests.Fuzz;

/// <summary>Spoilt inputs, by the thousand in each run and by ten million in the slow one: a parser takes them or throws its one exception.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    public static TheoryData<Parser> Parsers => [.. Parser.All];

    [Theory]
    [MemberData(nameof(Parsers))]
    public void Good_inputs_are_accepted(Parser parser) => Assert.All(parser.Seeds, parser.Read);

    [Theory]
    [MemberData(nameof(Parsers))]
    public void Spoilt_inputs_are_refused_by_one_exception(Parser parser) => Run(parser, FuzzRun.Few, number: 1);

    [Theory]
    [MemberData(nameof(Parsers))]
    [Trait("Category", "Slow")]
    public void Ten_million_spoilt_inputs_are_refused_by_one_exception(Parser parser) => Run(parser, FuzzRun.Many, number: 2);

    private void Run(Parser parser, int inputs, ulong number) => FuzzRun.Run(parser.Name, parser.Seeds, input => IsTaken(parser, input), parser.IsSigned, inputs, number, output);

    private static bool IsTaken(Parser parser, byte[] input)
    {
        try
        {
            parser.Read(input);
            return true;
        }
        catch (ProtocolException)
        {
            // The one way to say no.
            return false;
        }
    }
}
