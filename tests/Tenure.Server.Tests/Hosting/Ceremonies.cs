using Tenure.Testing;

namespace Tenure.Server.Tests.Hosting;

/// <summary>Keys for a production server that starts its own signer, as docs/operate/keys.md says: the roots stay where they are.</summary>
internal static class Ceremonies
{
    public static async Task HoldAsync(string data, string issuer, CancellationToken ct)
    {
        var ceremony = Path.Combine(data, "ceremony");
        var made = await Tool.RunAsync(Programs.Server, ["keys", "ceremony", "--out", ceremony, "--issuer", issuer], ct);
        Assert.True(made.ExitCode == 0, made.Text);
        var keys = Directory.CreateDirectory(Path.Combine(data, "keys")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(ceremony, "signer")))
        {
            File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
        }
    }
}
