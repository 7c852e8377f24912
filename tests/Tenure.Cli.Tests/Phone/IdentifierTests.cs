using System.Text.Json.Nodes;
using Tenure.Device.Tests.Agent;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;

namespace Tenure.Cli.Tests.Phone;

/// <summary>The numbers of a virtual phone and of its SIM cards.</summary>
public sealed class IdentifierTests : IDisposable
{
    private readonly PhoneBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_new_phone_has_two_valid_IMEIs_for_testing_and_a_region()
    {
        var (exit, report) = await bench.JsonAsync("phone new DIR");

        Assert.Equal(0, exit);
        var imeis = report["imeis"]!.AsArray().Select(imei => imei!.GetValue<string>()).ToList();
        Assert.Equal(2, imeis.Distinct().Count());
        Assert.All(imeis, imei => Assert.Null(Imei.Read(imei, out _)));
        Assert.All(imeis, imei => Assert.StartsWith("00", imei, StringComparison.Ordinal));
        Assert.Equal("EU", report["region"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_has_the_IMEIs_that_are_named_however_they_are_written()
    {
        await bench.RunAsync("phone new DIR --imei 49-015420-323751-8 --imei 35209900176148 --region US --serial T7");

        var (_, report) = await bench.JsonAsync("phone status DIR");
        Assert.Equal(["490154203237518", "352099001761481"], report["imeis"]!.AsArray().Select(imei => imei!.GetValue<string>()));
        Assert.Equal(("US", "T7"), (report["region"]!.GetValue<string>(), report["serial"]!.GetValue<string>()));
        Assert.Contains("IMEI: 352099001761481", (await bench.RunAsync("phone status DIR")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("490154203237519", "check digit (Luhn, 3GPP TS 23.003)")]
    [InlineData("49015420323751x", "14 to 16 digits")]
    [InlineData("00000000000000", "14 to 16 digits")]
    public async Task A_typed_IMEI_that_is_wrong_is_refused_with_the_rule(string imei, string rule)
    {
        var (exit, _, error) = await bench.RunAsync($"phone new DIR --imei {imei}");

        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Contains(rule, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.Folder));
    }

    [Fact]
    public async Task A_card_is_put_in_and_taken_out()
    {
        await bench.NewAsync();

        var (exit, report) = await bench.JsonAsync("phone sim DIR --slot 2 --iccid 8999912345678901236F --operator Example_Mobile --number +99912345678");
        Assert.Equal(0, exit);
        Assert.Equal("8999912345678901236F", Slot(report, 2)["iccid"]!.GetValue<string>());
        Assert.Equal(("Example Mobile", "+99912345678"), (Slot(report, 2)["operator"]!.GetValue<string>(), Slot(report, 2)["number"]!.GetValue<string>()));
        Assert.Null(Slot(report, 1)["iccid"]);
        Assert.Contains("SIM 2: 8999912345678901236F, Example Mobile, +99912345678", (await bench.RunAsync("phone status DIR")).Out, StringComparison.Ordinal);

        await bench.RunAsync("phone sim DIR --slot 1");
        var (_, both) = await bench.JsonAsync("phone status DIR");
        Assert.Matches("^89999[0-9]{14}$", Slot(both, 1)["iccid"]!.GetValue<string>());

        Assert.Equal(0, (await bench.RunAsync("phone sim DIR --slot 2 --remove")).Exit);
        var (_, one) = await bench.JsonAsync("phone status DIR");
        Assert.Null(Slot(one, 2)["iccid"]);
        Assert.NotNull(Slot(one, 1)["iccid"]);
    }

    [Theory]
    [InlineData("phone sim DIR")]
    [InlineData("phone sim DIR --slot 0")]
    [InlineData("phone sim DIR --slot 3")]
    [InlineData("phone sim DIR --slot 1 --iccid 89999")]
    [InlineData("phone sim DIR --slot 1 --remove --operator One")]
    [InlineData("phone sim DIR --slot 1 --operator a\u001b[2J")]
    public async Task A_card_that_is_none_is_refused(string command)
    {
        await bench.NewAsync();
        Assert.Equal(ExitCodes.Usage, (await bench.RunAsync(command)).Exit);
        var (_, report) = await bench.JsonAsync("phone status DIR");
        Assert.Null(Slot(report, 1)["iccid"]);
    }

    [Fact]
    public async Task The_phone_tells_the_server_its_numbers_when_it_enrols_and_its_cards_only_when_it_is_held()
    {
        Assert.Equal(0, (await bench.RunAsync($"phone new DIR --server {ScriptedServer.Issuer} --serial T7 --imei 490154203237518")).Exit);
        await bench.RunAsync("phone sim DIR --slot 1 --iccid 8999912345678901236 --operator Example_Mobile");
        var (exit, _) = await bench.JsonAsync($"phone boot DIR --trust-server --sign-in anna@example.org --password 'PASSWORD' --code {ScriptedServer.Code} --accept-terms");
        Assert.Equal(0, exit);
        await bench.JsonAsync("phone boot DIR");

        var said = bench.Server.Evidence;
        var enrol = said.First(e => e.Purpose == EvidencePurpose.Enrol).Facts;
        Assert.Equal(("T7", "EU", BootloaderState.Locked, 1ul), (enrol.Serial, enrol.Region, enrol.Bootloader, enrol.RollbackIndexes![0]));
        Assert.Equal("49015420323751", Assert.Single(enrol.Imeis!).Digits);
        Assert.Null(enrol.Sims);
        var sim = Assert.Single(said.Last(e => e.Purpose == EvidencePurpose.Session).Facts.Sims!);
        Assert.Equal((1u, "8999912345678901236", "Example Mobile"), (sim.Slot, sim.Iccid.Digits, sim.Operator));
        Assert.All(said.Where(e => e.Purpose is not (EvidencePurpose.Enrol or EvidencePurpose.Session)), e => Assert.Equal(DeviceFacts.None, e.Facts));
    }

    [Fact]
    public void What_a_modem_says_and_no_claim_may_hold_is_left_out()
    {
        var facts = DeviceFacts.Reported("", ["000000000000000", "no IMEI", "490154203237510", "490154203237518"], new string('R', 17), new Dictionary<uint, ulong>());

        Assert.Equal("49015420323751", Assert.Single(facts.Imeis!).Digits);
        Assert.Null(facts.Serial);
        Assert.Null(facts.Region);
        Assert.Null(facts.RollbackIndexes);
        Assert.Null(SimCard.Reported(1, "89999", "One"));
        Assert.Null(SimCard.Reported(9, "8999912345678901236", "One"));
        Assert.Null(SimCard.Reported(1, "8999912345678901236", "a\u202eb")!.Operator);
    }

    private static JsonNode Slot(JsonNode report, int slot) => report["sims"]!.AsArray().Single(sim => sim!["slot"]!.GetValue<int>() == slot)!;
}
