using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NSec.Cryptography;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.Platform.Telemetry;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>What a typed password was.</summary>
internal enum PasswordMatch
{
    /// <summary>Not the password, or there is no such account.</summary>
    Wrong,

    /// <summary>The password.</summary>
    Right,

    /// <summary>The password, hashed with parameters of another time: hash it anew.</summary>
    RightButOld,
}

/// <summary>Hashes passwords with argon2id, as many at once as there are cores; the rest waits in line, and the line has an end.</summary>
/// <remarks>
/// OWASP's first choice for argon2id: m = 19,456 KiB, t = 2, p = 1. 19 MiB for each hash at once is all the memory a flood of sign-ins can take.
/// </remarks>
internal sealed class PasswordHasher(IOptions<PasswordOptions> options, Pepper pepper) : IDisposable
{
    private const int SaltLength = 16;
    private const int HashLength = 32;
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(2);
    private readonly int atOnce = options.Value.AtOnce > 0 ? options.Value.AtOnce : Environment.ProcessorCount;
    private readonly SemaphoreSlim slots = new(options.Value.AtOnce > 0 ? options.Value.AtOnce : Environment.ProcessorCount);
    private readonly string nobody = new PasswordHash(
        options.Value.MemoryKiB, options.Value.Passes, pepper.Id, RandomNumberGenerator.GetBytes(SaltLength), RandomNumberGenerator.GetBytes(HashLength)).ToString();

    private int inside;

    /// <summary>Hashes a new password.</summary>
    /// <returns>The PHC string, or the refusal <c>busy</c>.</returns>
    public async Task<Answer<string>> HashAsync(string password, CancellationToken ct)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var hash = await DeriveAsync(password, options.Value.MemoryKiB, options.Value.Passes, salt, ct);
        return hash is null
            ? SignInRefusals.Busy(BusyWait)
            : new PasswordHash(options.Value.MemoryKiB, options.Value.Passes, pepper.Id, salt, hash).ToString();
    }

    /// <summary>Compares a typed password with a stored hash. Without a hash the work is the same and the answer is <see cref="PasswordMatch.Wrong"/>.</summary>
    /// <returns>What it was, or the refusal <c>busy</c>.</returns>
    public async Task<Answer<PasswordMatch>> VerifyAsync(string password, string? stored, CancellationToken ct)
    {
        var known = PasswordHash.Parse(stored ?? nobody);
        if (await DeriveAsync(password, known.MemoryKiB, known.Passes, known.Salt, ct) is not { } hash)
        {
            return SignInRefusals.Busy(BusyWait);
        }

        // A hash of weaker times costs less; the rest of today's work is done all the same, or the time would tell that there is an account.
        var missing = (((long)options.Value.MemoryKiB * options.Value.Passes) - ((long)known.MemoryKiB * known.Passes) + (options.Value.MemoryKiB / 2)) / options.Value.MemoryKiB;
        if (missing > 0 && await DeriveAsync(password, options.Value.MemoryKiB, (int)missing, known.Salt, ct) is null)
        {
            return SignInRefusals.Busy(BusyWait);
        }

        if (!CryptographicOperations.FixedTimeEquals(hash, known.Hash) || stored is null)
        {
            return PasswordMatch.Wrong;
        }

        return known.MemoryKiB == options.Value.MemoryKiB && known.Passes == options.Value.Passes ? PasswordMatch.Right : PasswordMatch.RightButOld;
    }

    public void Dispose() => slots.Dispose();

    private async Task<byte[]?> DeriveAsync(string password, int memoryKiB, int passes, byte[] salt, CancellationToken ct)
    {
        if (Interlocked.Increment(ref inside) > atOnce + options.Value.Queue)
        {
            Interlocked.Decrement(ref inside);
            TenureMeter.HashRefused();
            return null;
        }

        TenureMeter.HashEntered();
        try
        {
            await slots.WaitAsync(ct);
            try
            {
                return Derive(password, memoryKiB, passes, salt);
            }
            finally
            {
                slots.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref inside);
            TenureMeter.HashLeft();
        }
    }

    private byte[] Derive(string password, int memoryKiB, int passes, byte[] salt)
    {
        var argon2 = new Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memoryKiB, NumberOfPasses = passes });
        var bytes = Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormC));
        var hash = argon2.DeriveBytes(bytes, salt, HashLength);
        CryptographicOperations.ZeroMemory(bytes);
        return pepper.Mac("password", hash);
    }
}
