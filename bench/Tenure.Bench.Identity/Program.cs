using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

// ASP.NET Core's own accounts with their defaults, on PostgreSQL: what the bench holds Tenure's sign-in against.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddDbContext<IdentityDbContext>(o => o.UseNpgsql(builder.Configuration["database"]));
builder.Services.AddIdentityApiEndpoints<IdentityUser>().AddEntityFrameworkStores<IdentityDbContext>();
builder.Services.AddAuthorization();

var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<IdentityDbContext>().Database.EnsureCreatedAsync();
}

app.MapIdentityApi<IdentityUser>();

// A plain copy into a file: what the bench holds Tenure's documents against.
var copies = Directory.CreateTempSubdirectory("tenure-copies");
app.Lifetime.ApplicationStopped.Register(() => copies.Delete(recursive: true));
app.MapPut("/copy", async (HttpRequest request, CancellationToken ct) =>
{
    var path = Path.Combine(copies.FullName, Path.GetRandomFileName());
    await using (var file = File.Create(path))
    {
        await request.Body.CopyToAsync(file, ct);
    }

    File.Delete(path);
});
app.MapGet("/health/ready", () => "ready");
await app.RunAsync();
