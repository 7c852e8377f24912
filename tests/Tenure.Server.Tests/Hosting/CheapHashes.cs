using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Tests.Hosting;

/// <summary>
/// Passwords that cost next to nothing in place of 14 ms and 19 MiB each: thousands of people sign in in tests, and nobody learns anything from it but where time is measured. That it is argon2id, and with which parameters, has
/// tests of its own, and servers in processes of their own hash in full.
/// </summary>
internal static class CheapHashes
{
    private const int MemoryKiB = 64;
    private const int Passes = 1;

    public static void AddCheapHashes(this IServiceCollection services) => services.AddSingleton<IOptions<PasswordOptions>>(provider =>
    {
        // Everything else as it was set, and checked.
        var options = provider.GetRequiredService<IOptionsFactory<PasswordOptions>>().Create(Options.DefaultName);
        (options.MemoryKiB, options.Passes) = (MemoryKiB, Passes);
        return Options.Create(options);
    });
}
