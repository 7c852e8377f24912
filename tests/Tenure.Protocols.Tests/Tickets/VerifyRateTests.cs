using System.Diagnostics;
using System.Globalization;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

[CollectionDefinition(nameof(VerifyRateTests), DisableParallelization = true)]
[Collection(nameof(VerifyRateTests))]
[Trait("Category", "Slow")]
public sealed class VerifyRateTests(ITestOutputHelper output)
{
    [Fact]
    public void Tickets_are_verified_at_4000_a_second_on_one_core()
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        var signed = Fixed.Signed(Fixed.Ticket());
        var expectation = Fixed.Expectation();
        Verify(500);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        const int Count = 20_000;
        Verify(Count);

        var rate = Count / watch.Elapsed.TotalSeconds;
        var perCpu = Count / (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate:F0}/s by the clock, {perCpu:F0}/s of CPU, {bytes} bytes allocated each"));
        Assert.True(Math.Max(rate, perCpu) > 4000, $"{rate} {perCpu}");

        void Verify(int times)
        {
            for (var i = 0; i < times; i++)
            {
                verifier.Verify(signed, expectation);
            }
        }
    }
}
