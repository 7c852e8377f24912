using System.Text.Json;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>Phones without an account: the phone and the server are processes of their own, and the server names one model.</summary>
public sealed class OpenModelsTests(OpenModelsTests.OpenServer server) : CommandLineStory(server), IClassFixture<OpenModelsTests.OpenServer>
{
    private readonly string email = $"open{Guid.CreateVersion7():N}@example.org";

    [Fact]
    public async Task A_phone_of_a_named_model_opens_without_an_account_and_asks_anew_after_a_wipe()
    {
        var phone = await NewPhoneAsync("Rose Two");
        var opened = await phone.RunAsync("boot", ["--without-account", "--trust-server", "--accept-terms"]);
        Assert.True(State(opened) == "open", opened.ToString());
        Assert.Equal("open", State(await phone.RunAsync("status", [])));

        await phone.RunAsync("wipe", []);
        Assert.Equal("wizard", State(await phone.RunAsync("status", [])));
        var again = await phone.RunAsync("boot", ["--without-account", "--accept-terms"]);
        Assert.True(State(again) == "open", again.ToString());

        // An account can be added later.
        var held = await phone.RunAsync("boot", ["--register", email, "--password", Password, "--accept-terms", "--code-stdin"], ct => MailedCodes.NextAsync(Http, email, 0, ct));
        Assert.True(State(held) == "running", held.ToString());
    }

    [Theory]
    [InlineData("Lotus Two")]
    [InlineData("lotus")]
    public async Task A_phone_of_another_model_does_not(string model)
    {
        var phone = await NewPhoneAsync(model);
        var refused = await phone.RunAsync("boot", ["--without-account", "--trust-server", "--accept-terms"]);
        Assert.True(State(refused) == "wizard", refused.ToString());
        Assert.Equal("wizard", State(await phone.RunAsync("status", [])));
    }

    [Fact]
    public async Task A_held_phone_of_a_named_model_does_not_wiped_or_not()
    {
        var phone = await NewPhoneAsync("Lotus");
        var held = await phone.RunAsync("boot", ["--register", email, "--trust-server", "--password", Password, "--accept-terms", "--code-stdin"], ct => MailedCodes.NextAsync(Http, email, 0, ct));
        Assert.True(State(held) == "running", held.ToString());
        Assert.Equal("running", State(await phone.RunAsync("boot", ["--without-account", "--accept-terms"])));

        await phone.RunAsync("wipe", []);
        var wiped = await phone.RunAsync("boot", ["--without-account", "--accept-terms"]);
        Assert.True(State(wiped) == "locked", wiped.ToString());
        Assert.Equal("locked", State(await phone.RunAsync("status", [])));
    }

    private async Task<KillablePhone> NewPhoneAsync(string model)
    {
        var phone = new KillablePhone(Path.Combine(Folder, "phone"));
        await phone.RunAsync("new", ["--server", Server, "--model", model]);
        return phone;
    }

    private static string State(JsonElement report) => report.GetProperty("state").GetString()!;

    public sealed class OpenServer : StoryServer
    {
        protected override IEnumerable<string> Settings => ["--Devices:OpenModels", "Lotus, Rose Two"];
    }
}
