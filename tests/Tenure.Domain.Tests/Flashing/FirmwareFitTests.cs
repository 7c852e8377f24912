using Tenure.Domain.Flashing;

namespace Tenure.Domain.Tests.Flashing;

public class FirmwareFitTests
{
    private static readonly FirmwareFacts Package = new("lotus", ["EU", "US"], new Dictionary<uint, ulong> { [1] = 5 });

    [Theory]
    [InlineData("lotus", "EU", 1u, 5u, null)]
    [InlineData("lotus", null, 1u, 4u, null)]
    [InlineData("rose", "CN", 1u, 6u, "firmware_product")]
    [InlineData("lotus", "CN", 1u, 6u, "firmware_region")]
    [InlineData("lotus", "EU", 1u, 6u, "firmware_rollback")]
    [InlineData("lotus", "EU", 2u, 1u, "firmware_rollback")]
    [InlineData("lotus", "EU", 2u, 0u, null)]
    public void A_package_must_be_for_the_model_the_region_and_not_older(string product, string? region, uint location, uint index, string? refused) =>
        Assert.Equal(refused, FirmwareFit.Check(Package, new(product, region is null ? [] : [region], new Dictionary<uint, ulong> { [location] = index }))?.Code);

    [Fact]
    public void A_refusal_for_age_names_place_and_both_numbers()
    {
        var refusal = FirmwareFit.Check(Package, new("lotus", [], new Dictionary<uint, ulong> { [1] = ulong.MaxValue }))!;
        Assert.Equal((1u, int.MaxValue, 5), (refusal.Place, refusal.Least, refusal.Most));
        Assert.Contains("18446744073709551615", refusal.Reason, StringComparison.Ordinal);
    }
}
