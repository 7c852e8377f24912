using System.Text;
using Tenure.Protocols.Manifests;
using Tenure.Protocols.Tests.Tickets;

namespace Tenure.Protocols.Tests.Manifests;

public sealed class ManifestListTests
{
    private static readonly string Key = Fixed.DeviceKey.Thumbprint.Text;

    [Fact]
    public void A_line_is_a_device()
    {
        var record = Read("key,serial,model,imeis,region,rollback", $"{Key},T1-0001,Tenure One,490154203237518 35-209900-176148-1,EU,0=3 1=1700000000");

        Assert.Equal((Key, "T1-0001", "Tenure One", "EU"), (record.Device.Text, record.Serial, record.Model, record.Region));
        Assert.Equal(["49015420323751", "35209900176148"], record.Imeis.Select(i => i.Digits));
        Assert.Equal([(0u, 3ul), (1u, 1_700_000_000ul)], record.RollbackIndexes.Select(i => (i.Key, i.Value)));
    }

    [Fact]
    public void Columns_come_in_any_order_and_some_may_be_missing()
    {
        var record = Read("\uFEFFModel, Serial ,KEY", $"\"Tenure \"\"One\"\", red\",\"T1,1\",{Key}");

        Assert.Equal((Key, "T1,1", "Tenure \"One\", red", null), (record.Device.Text, record.Serial, record.Model, record.Region));
        Assert.Empty(record.Imeis);
        Assert.Empty(record.RollbackIndexes);
    }

    [Fact]
    public void A_value_that_need_not_be_there_may_be_empty()
    {
        var record = Read("key,serial,model,imeis,region,rollback", $"{Key},T1,One,,,");
        Assert.Null(record.Region);
        Assert.Empty(record.Imeis);
    }

    [Theory]
    [InlineData("")]
    [InlineData("key,serial")]
    [InlineData("key,serial,model,colour")]
    [InlineData("key,serial,model,serial")]
    [InlineData("key;serial;model")]
    public void A_first_line_with_other_columns_is_refused(string header) =>
        Assert.Equal("header", Assert.Throws<ProtocolException>(() => new ManifestList(Encoding.UTF8.GetBytes(header))).Field);

    [Theory]
    [InlineData("KEY,T1,One", "line")]
    [InlineData("KEY,T1,One,,,,", "line")]
    [InlineData("KEY,\"T1,One,,,", "line")]
    [InlineData("KEY,\"T1\"x,One,,,", "line")]
    [InlineData("KEY,T\"1,One,,,", "line")]
    [InlineData("not a key,T1,One,,,", "thumbprint")]
    [InlineData("KEY,,One,,,", "serial")]
    [InlineData("KEY,T1,,,,", "model")]
    [InlineData("KEY,T1,One,490154203237510,,", "imeis")]
    [InlineData("KEY,T1,One,12345,,", "imeis")]
    [InlineData("KEY,T1,One,490154203237518 490154203237518,,", "imeis")]
    [InlineData("KEY,T1,One,,a region far too long,", "region")]
    [InlineData("KEY,T1,One,,,0", "rollback")]
    [InlineData("KEY,T1,One,,,0=1=2", "rollback")]
    [InlineData("KEY,T1,One,,,0=-1", "rollback")]
    [InlineData("KEY,T1,One,,,0=1 0=2", "rollback")]
    [InlineData("KEY,T1,One,,,4294967296=1", "rollback")]
    public void A_wrong_line_is_refused_with_its_column(string line, string field) => Assert.Equal(
        field,
        Assert.Throws<ProtocolException>(() => Read("key,serial,model,imeis,region,rollback", line.Replace("KEY", Key, StringComparison.Ordinal))).Field);

    [Fact]
    public void A_line_that_is_too_long_or_not_UTF8_is_refused()
    {
        var list = new ManifestList("key,serial,model"u8);
        Assert.Equal(ProtocolErrorCode.TooLarge, Assert.Throws<ProtocolException>(() => list.Read(new byte[ManifestList.MaxLine + 1])).Code);
        Assert.Equal(ProtocolErrorCode.Malformed, Assert.Throws<ProtocolException>(() => list.Read([0xff, 0x2c])).Code);
    }

    private static ManifestRecord Read(string header, string line) => new ManifestList(Encoding.UTF8.GetBytes(header)).Read(Encoding.UTF8.GetBytes(line));
}
