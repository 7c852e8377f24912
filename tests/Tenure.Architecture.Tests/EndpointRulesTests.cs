using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Architecture.Fixtures.Endpoints;
using Tenure.Server.Platform.Pages;

namespace Tenure.Architecture.Tests;

public sealed class EndpointRulesTests(EndpointRulesTests.RunningServer server) : IClassFixture<EndpointRulesTests.RunningServer>
{
    [Fact]
    public void Every_endpoint_says_who_may_call_it() => Violations.None(EndpointRules.WithoutCaller(server.Endpoints));

    [Fact]
    public void Every_handler_takes_a_cancellation_token() => Violations.None(EndpointRules.WithoutCancellation(server.Endpoints, typeof(TenurePage).Assembly));

    [Fact]
    public void The_server_has_endpoints_of_its_own() =>
        Assert.Contains(server.Endpoints, endpoint => endpoint.RoutePattern.RawText == "/health/ready");

    [Fact]
    public async Task An_endpoint_that_does_not_say_who_is_found() =>
        Assert.Equal(
            ["GET /nobody-said-who does not say who may call it", "GET /anyone-signed-in does not say who may call it"],
            EndpointRules.WithoutCaller(await OpenDoorsAsync()));

    [Fact]
    public async Task A_handler_that_cannot_be_stopped_is_found() =>
        Assert.Equal(
            ["GET /cannot-be-stopped takes no cancellation token"],
            EndpointRules.WithoutCancellation(await OpenDoorsAsync(), typeof(OpenDoors).Assembly));

    private static async Task<List<RouteEndpoint>> OpenDoorsAsync()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        OpenDoors.Map(app);
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
    }

    /// <summary>The real host on an empty data folder; named by any type of the server, for the command line has a Program, too.</summary>
    public sealed class RunningServer : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("tenure-endpoints").FullName;
        private readonly WebApplicationFactory<TenurePage> factory;

        public RunningServer()
        {
            factory = new WebApplicationFactory<TenurePage>().WithWebHostBuilder(host => host.UseSetting("Tenure:Data", folder).UseSetting("Tenure:Issuer", "http://localhost"));
            _ = factory.Server;
            Endpoints = [.. factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];
        }

        public IReadOnlyList<RouteEndpoint> Endpoints { get; }

        public void Dispose()
        {
            factory.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }
}
