using System.Globalization;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>A password's hash as it is stored: a PHC string, <c>$argon2id$v=19$m=…,t=…,p=1,keyid=…$salt$hash</c>.</summary>
/// <remarks>
/// PHC string format and argon2's parameter names: https://github.com/P-H-C/phc-string-format. The last part is not argon2's output
/// but its keyed hash; <c>keyid</c> names the key.
/// </remarks>
internal sealed record PasswordHash(int MemoryKiB, int Passes, string KeyId, byte[] Salt, byte[] Hash)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"$argon2id$v=19$m={MemoryKiB},t={Passes},p=1,keyid={KeyId}${Base64(Salt)}${Base64(Hash)}");

    /// <summary>Reads a stored hash.</summary>
    /// <exception cref="FormatException">It is not one of ours.</exception>
    public static PasswordHash Parse(string text)
    {
        var parts = text.Split('$');
        var parameters = parts is ["", "argon2id", "v=19", _, _, _] ? parts[3].Split(',') : [];
        if (parameters is not [_, _, "p=1", _])
        {
            throw new FormatException("Not a password hash of this server.");
        }

        return new PasswordHash(Number(parameters[0], "m="), Number(parameters[1], "t="), After(parameters[3], "keyid="), Bytes(parts[4]), Bytes(parts[5]));
    }

    private static int Number(string parameter, string name) => int.Parse(After(parameter, name), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string After(string parameter, string name) => parameter.StartsWith(name, StringComparison.Ordinal)
        ? parameter[name.Length..]
        : throw new FormatException($"A password hash without {name}");

    // The format's base64 has no padding.
    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string text) => Convert.FromBase64String(text + new string('=', (4 - (text.Length % 4)) % 4));
}
