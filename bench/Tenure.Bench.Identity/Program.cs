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
app.MapGet("/health/ready", () => "ready");
await app.RunAsync();
