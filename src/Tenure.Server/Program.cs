using Tenure.Server.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Sessions;
using Tenure.Server.SignIn;
using Tenure.Server.Tokens;

var builder = HostConfiguration.CreateBuilder(args is ["serve", .. var rest] ? rest : args);
var folder = new DataFolder(builder.Configuration["Tenure:Data"] ?? "data");

builder.Services
    .AddPlatform(builder.Configuration, builder.Environment, folder)
    .AddSessions()
    .AddSignIn(builder.Configuration)
    .AddAccounts(builder.Configuration)
    .AddTokens();

var app = builder.Build();
app.UsePlatform();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();

app.MapPlatform();
app.MapSessions();
app.MapSignIn();
app.MapAccounts();
app.MapTokens();

await app.RunAsync();
