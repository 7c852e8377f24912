using Tenure.Architecture.Fixtures;
using Tenure.Server.Platform.Pages;

namespace Tenure.Architecture.Tests;

public sealed class CapabilityDependenciesTests
{
    private readonly CapabilityDependencies server = new(typeof(TenurePage).Assembly, "Tenure.Server", Capabilities.Names);

    private readonly CapabilityDependencies broken = new(typeof(BrokenRules).Assembly, "Tenure.Architecture.Fixtures", ["Accounts", "Devices"]);

    [Fact]
    public void A_capability_knows_of_another_only_its_contracts() => Violations.None(server.BetweenCapabilities());

    [Fact]
    public void The_platform_knows_no_capability() => Violations.None(server.FromPlatform());

    [Fact]
    public void Every_capability_is_a_namespace() => Violations.None(server.Unseen());

    [Fact]
    public void A_look_inside_another_capability_is_found() =>
        Assert.Equal(
            ["Tenure.Architecture.Fixtures.Accounts.CloseAccount uses Tenure.Architecture.Fixtures.Devices.HeldDevice, which is inside of Devices"],
            broken.BetweenCapabilities().Distinct());

    [Fact]
    public void A_platform_that_knows_a_capability_is_found() =>
        Assert.All(
            Assert.IsAssignableFrom<IEnumerable<string>>(broken.FromPlatform().DefaultIfEmpty("nothing was found")),
            found => Assert.Contains("KnowsTooMuch", found, StringComparison.Ordinal));

    [Fact]
    public void A_folder_without_its_namespace_is_found() =>
        Assert.NotEmpty(new CapabilityDependencies(typeof(BrokenRules).Assembly, "Tenure.Architecture.Fixtures", ["Finding"]).Unseen());
}
