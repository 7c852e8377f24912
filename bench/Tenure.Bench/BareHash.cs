using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Tenure.Bench;

/// <summary>A process that does nothing but hash a password, once for each line it is sent: what a sign-in cannot do without.</summary>
/// <remarks>A process of its own, asked in turns with the servers: its hash starts with the same cold caches as theirs.</remarks>
internal sealed class BareHash : IDisposable
{
    public const string Argon2 = "argon2id";
    public const string Pbkdf2 = "pbkdf2";
    public const string Password = "A long sentence, typed 1 time.";

    private readonly Process process;

    /// <param name="kind"><see cref="Argon2"/> or <see cref="Pbkdf2"/>.</param>
    public BareHash(string kind)
        : this(Environment.ProcessPath!, ["hash", kind])
    {
    }

    /// <param name="program">A program that hashes once for each line.</param>
    /// <param name="arguments">Its arguments.</param>
    public BareHash(string program, IEnumerable<string> arguments) =>
        process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    /// <summary>User and system time so far.</summary>
    public TimeSpan CpuTime => CpuClock.Of(process);

    public async Task HashAsync()
    {
        await process.StandardInput.WriteLineAsync();
        await process.StandardInput.FlushAsync();
        _ = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The hashing process ended.");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>The other process: hashes until its input ends.</summary>
    public static void Run(string kind)
    {
        // Argon2: the parameters that Tenure stores passwords with. PBKDF2: the defaults of ASP.NET Core's PasswordHasher, format version 3.
        var argon2 = new Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = 19456, NumberOfPasses = 2 });
        while (Console.ReadLine() is not null)
        {
            _ = kind == Argon2
                ? argon2.DeriveBytes(Encoding.UTF8.GetBytes(Password), new byte[16], 32)
                : Rfc2898DeriveBytes.Pbkdf2(Password, new byte[16], 100_000, HashAlgorithmName.SHA512, 32);
            Console.WriteLine();
        }
    }
}
