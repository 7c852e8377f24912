using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>How passwords are chosen and hashed; section <c>Passwords</c>.</summary>
internal sealed class PasswordOptions
{
    /// <summary>Fewest characters of a new password, 15 to 64. Default 15.</summary>
    [Range(15, 64)]
    public int Shortest { get; set; } = 15;

    /// <summary>Fewest characters while the account asks for a second proof at every sign-in, 8 to 64. Default 8.</summary>
    [Range(8, 64)]
    public int ShortestAlwaysAsk { get; set; } = 8;

    /// <summary>Most characters of a password, 64 to 128. Default 128.</summary>
    [Range(64, 128)]
    public int Longest { get; set; } = 128;

    /// <summary>How often pages of one network may ask in an hour how a password stands that is being typed, 100 to 1000000. Default 3000.</summary>
    [Range(100, 1_000_000)]
    public int GradesPerNetwork { get; set; } = 3000;

    /// <summary>Memory of one hash in KiB, 19456 to 1048576. Default 19456.</summary>
    [Range(19_456, 1_048_576)]
    public int MemoryKiB { get; set; } = 19_456;

    /// <summary>Passes over that memory, 2 to 10. Default 2.</summary>
    [Range(2, 10)]
    public int Passes { get; set; } = 2;

    /// <summary>Hashes at once, 0 to 256; 0 is one a core. Default 0.</summary>
    [Range(0, 256)]
    public int AtOnce { get; set; }

    /// <summary>Sign-ins that wait for a hash before the server says that it is busy, 0 to 10000. Default 64.</summary>
    [Range(0, 10_000)]
    public int Queue { get; set; } = 64;

    /// <summary>A file of breached passwords, one a line; empty for none. Must be there at the start; read when the first password is chosen.</summary>
    public string List { get; set; } = "";

    /// <summary>A filter of leaked passwords that <c>passwords import</c> made; empty for none. Must be there at the start and whole.</summary>
    public string Filter { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class PasswordOptionsValidator : IValidateOptions<PasswordOptions>;
