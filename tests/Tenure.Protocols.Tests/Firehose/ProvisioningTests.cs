using System.Text;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Links;

namespace Tenure.Protocols.Tests.Firehose;

public sealed class ProvisioningTests
{
    public const string Ufs = """
        <?xml version="1.0" ?>
        <data>
          <!-- A comment. -->
          <ufs bNumberLU="3" bBootEnable="1" bDescrAccessEn="0" bInitPowerMode="1" bHighPriorityLUN="0x7f" bSecureRemovalType="0" bInitActiveICCLevel="0" wPeriodicRTCUpdate="0" bConfigDescrLock="0" bWriteBoosterBufferPreserveUserSpaceEn="1" bWriteBoosterBufferType="1" shared_wb_buffer_size_in_kb="4096" />
          <ufs LUNum="0" bLUEnable="1" bBootLunID="0" size_in_kb="0" bDataReliability="0" bLUWriteProtect="0" bMemoryType="0" bLogicalBlockSize="0x0c" bProvisioningType="2" wContextCapabilities="0" desc="System" />
          <ufs LUNum="1" bLUEnable="1" bBootLunID="1" size_in_kb="8192" bDataReliability="0" bLUWriteProtect="0" bMemoryType="3" bLogicalBlockSize="0x0c" bProvisioningType="2" wContextCapabilities="0" />
          <ufs LUNum="2" bLUEnable="0" bBootLunID="0" size_in_kb="0" bDataReliability="0" bLUWriteProtect="0" bMemoryType="0" bLogicalBlockSize="12" bProvisioningType="2" wContextCapabilities="0" />
          <ufs LUNtoGrow="0" commit="1" />
        </data>
        """;

    public const string Emmc = """<data><emmc DRIVE4_SIZE_IN_KB="16384" DRIVE6_SIZE_IN_KB="0" GPP_ENH_FLAG="0x1"/><emmc commit="1"/></data>""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_division_of_a_UFS_storage_is_read()
    {
        var read = Provisioning.Read(Encoding.UTF8.GetBytes(Ufs));
        Assert.Equal(("ufs", false), (read.MemoryName, read.IsForGood));
        Assert.Equal([new ProvisionedUnit(0, 0, 4096, 0, true), new ProvisionedUnit(1, 8192, 4096, 1, false)], read.Units);
        Assert.Equal([ProvisioningStep.Begin, ProvisioningStep.Unit, ProvisioningStep.Unit, ProvisioningStep.Unit, ProvisioningStep.Try], read.Elements(commit: false).Select(Provisioning.StepOf));
        Assert.Equal("127", read.Elements(commit: true)[0].Find("bHighPriorityLUN"));
        Assert.Null(read.Elements(commit: true)[1].Find("desc"));
        Assert.True(Provisioning.Read(Encoding.UTF8.GetBytes(Ufs.Replace("bConfigDescrLock=\"0\"", "bConfigDescrLock=\"1\"", StringComparison.Ordinal))).IsForGood);
    }

    [Fact]
    public void A_division_of_an_eMMC_is_read_and_is_always_for_good()
    {
        var read = Provisioning.Read(Encoding.UTF8.GetBytes(Emmc));
        Assert.Equal(("emmc", true), (read.MemoryName, read.IsForGood));
        Assert.Equal([new ProvisionedUnit(4, 16384, 512, 0, false)], read.Units);
    }

    // How a number is spelt and whether it is a trial makes no other division; anything else does.
    [Fact]
    public void The_digest_is_of_what_is_said_and_not_of_how()
    {
        var digest = Provisioning.Read(Encoding.UTF8.GetBytes(Ufs)).Digest;
        Assert.Equal(digest, Provisioning.Read(Encoding.UTF8.GetBytes(Ufs.Replace("0x0c", "12", StringComparison.Ordinal).Replace("commit=\"1\"", "commit=\"0\"", StringComparison.Ordinal))).Digest);
        Assert.NotEqual(digest, Provisioning.Read(Encoding.UTF8.GetBytes(Ufs.Replace("8192", "8193", StringComparison.Ordinal))).Digest);
    }

    [Theory]
    [InlineData("<data/>")]
    [InlineData("<data><ufs LUNtoGrow=\"0\" commit=\"1\"/></data>")]
    [InlineData("<data><emmc DRIVE4_SIZE_IN_KB=\"1\"/></data>")]
    [InlineData("<data><emmc DRIVE4_SIZE_IN_KB=\"1\"/><emmc DRIVE5_SIZE_IN_KB=\"1\"/><emmc commit=\"1\"/></data>")]
    [InlineData("<data><emmc DRIVE8_SIZE_IN_KB=\"1\"/><emmc commit=\"1\"/></data>")]
    [InlineData("<data><emmc DRIVE4_SIZE_IN_KB=\"1\"/><ufs LUNtoGrow=\"0\" commit=\"1\"/></data>")]
    [InlineData("<data><emmc DRIVE4_SIZE_IN_KB=\"1\"/><emmc commit=\"2\"/></data>")]
    [InlineData("<data><peek/></data>")]
    [InlineData("<!DOCTYPE data [<!ENTITY a \"b\">]><data/>")]
    public void What_is_no_division_is_refused(string xml) => Refused(xml);

    [Theory]
    [InlineData("bNumberLU=\"3\"", "bNumberLU=\"1\"")]
    [InlineData("bNumberLU=\"3\"", "bNumberLU=\"33\"")]
    [InlineData("bNumberLU=\"3\"", "bNumberLU=\"3\" bOther=\"0\"")]
    [InlineData("bConfigDescrLock=\"0\"", "")]
    [InlineData("bConfigDescrLock=\"0\"", "bConfigDescrLock=\"yes\"")]
    [InlineData("bWriteBoosterBufferType=\"1\"", "")]
    [InlineData("LUNum=\"1\"", "LUNum=\"0\"")]
    [InlineData("LUNum=\"1\"", "LUNum=\"32\"")]
    [InlineData("size_in_kb=\"8192\"", "size_in_kb=\"0\"")]
    [InlineData("size_in_kb=\"8192\"", "size_in_kb=\"-1\"")]
    [InlineData("size_in_kb=\"8192\"", "size_in_kb=\"18446744073709551616\"")]
    [InlineData("bBootLunID=\"0\" size_in_kb=\"0\" bDataReliability", "bBootLunID=\"1\" size_in_kb=\"0\" bDataReliability")]
    [InlineData("bLUEnable=\"0\" bBootLunID=\"0\" size_in_kb=\"0\"", "bLUEnable=\"0\" bBootLunID=\"0\" size_in_kb=\"5\"")]
    [InlineData("LUNtoGrow=\"0\"", "LUNtoGrow=\"2\"")]
    [InlineData("LUNtoGrow=\"0\"", "")]
    [InlineData("<ufs LUNtoGrow", "<ufs LUNtoGrow=\"0\" commit=\"0\" /><ufs LUNtoGrow")]
    public void A_division_that_says_too_little_or_too_much_is_refused(string good, string wrong)
    {
        Assert.Contains(good, Ufs, StringComparison.Ordinal);
        Refused(Ufs.Replace(good, wrong, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LinkKind.Message)]
    [InlineData(LinkKind.Stream)]
    public async Task A_trial_erases_nothing_and_a_commit_what_the_storage_says(LinkKind kind)
    {
        await using var edl = new Edl(kind);
        edl.Disk.Divided = [1];
        await edl.ReadyAsync();
        var division = Provisioning.Read(Encoding.UTF8.GetBytes(Ufs));
        Assert.Contains("in use", (await edl.Host.SendAsync(new FirehoseOtherCommand(division.Elements(false)[0]), Ct)).Reason, StringComparison.Ordinal);
        Assert.True((await edl.Host.ConfigureAsync(Edl.Configure with { SkipStorageInit = true }, Ct)).IsAck);
        Assert.Contains("not opened", (await edl.Host.SendAsync(new FirehoseEraseCommand(4096, 0, null), Ct)).Reason, StringComparison.Ordinal);
        foreach (var element in division.Elements(commit: false))
        {
            Assert.True((await edl.Host.SendAsync(new FirehoseOtherCommand(element), Ct)).IsAck);
        }

        Assert.All(edl.Disk.Content, unit => Assert.Equal(0xff, unit[0]));
        Assert.False((await edl.Host.SendAsync(new FirehoseOtherCommand(division.Elements(commit: true)[^1]), Ct)).IsAck);
        foreach (var element in division.Elements(commit: true))
        {
            Assert.True((await edl.Host.SendAsync(new FirehoseOtherCommand(element), Ct)).IsAck);
        }

        Assert.Equal([0xff, 0], edl.Disk.Content.Select(unit => unit[0]));
        edl.Disk.Divided = null;
        foreach (var element in division.Elements(commit: true).SkipLast(1))
        {
            await edl.Host.SendAsync(new FirehoseOtherCommand(element), Ct);
        }

        Assert.Contains("cannot be divided", (await edl.Host.SendAsync(new FirehoseOtherCommand(division.Elements(commit: true)[^1]), Ct)).Reason, StringComparison.Ordinal);
    }

    private static void Refused(string xml) =>
        Assert.Equal(ProtocolErrorCode.FlashListRefused, Assert.Throws<ProtocolException>(() => Provisioning.Read(Encoding.UTF8.GetBytes(xml))).Code);
}
