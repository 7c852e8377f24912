using System.Globalization;
using System.Text;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;

namespace Tenure.Server.Keys.Commands;

/// <summary>A folder with the private keys of roots, or of one of them, and what they have said so far.</summary>
internal sealed class RootFolder(string path)
{
    private const string IssuerFile = "issuer";
    private const string Statements = "statements";

    private readonly KeyFolder files = new(path);

    /// <summary>Remembers whose roots these are.</summary>
    public static void WriteIssuer(string path, string issuer) => DataFolder.WriteSecret(Path.Combine(path, IssuerFile), Encoding.UTF8.GetBytes(issuer + "\n"));

    /// <summary>What the ceremony wrote of whose roots these are; <c>null</c> where it wrote nothing.</summary>
    public string? RecordedIssuer => Path.Combine(path, IssuerFile) is var file && File.Exists(file) ? HoldCeremony.Issuer(File.ReadAllText(file).Trim()) : null;

    /// <summary>The issuer that devices have pinned with these roots.</summary>
    /// <param name="given">What was typed; <c>null</c> for what the ceremony wrote.</param>
    /// <exception cref="KeyFileException">Neither is there.</exception>
    public string Issuer(string? given) => given is not null
        ? HoldCeremony.Issuer(given)
        : RecordedIssuer ?? throw new KeyFileException($"{path} does not say whose roots these are: give --issuer.");

    /// <summary>The public half of a root.</summary>
    public PublicKeyP256 Public(string name) => files.ReadPublic(name);

    /// <summary>Signs the next statement of a root, and keeps a copy.</summary>
    /// <param name="name">Which root; one whose private key is here.</param>
    /// <param name="make">Makes it, given its serial.</param>
    /// <returns>The file, and the statement.</returns>
    public (string File, RootStatement Statement) Say(string name, Func<uint, RootStatement> make)
    {
        using var key = files.ReadPrivate(name);
        var root = PublicKeyP256.From(key).Thumbprint;
        var statement = make(LastSerial(root) + 1);
        var folder = Directory.CreateDirectory(Path.Combine(path, Statements)).FullName;
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{KeyNames.StatementPrefix}{root.Text[..8]}-{statement.Serial:D4}{KeyNames.StatementSuffix}"));
        DataFolder.WriteSecret(file, RootStatementCodec.Sign(statement, key));
        return (file, statement);
    }

    /// <summary>What a root has said so far of the generations that are still believed.</summary>
    public Dictionary<SignerPurpose, uint> Floors(string name, string issuer) => Said(Public(name).Thumbprint)
        .Where(said => said.Floors is not null && said.Issuer == issuer).SelectMany(said => said.Floors!)
        .GroupBy(floor => floor.Key).ToDictionary(floors => floors.Key, floors => floors.Max(floor => floor.Value));

    /// <summary>Which root speaks: the one that was named, else the first of these whose private key is here.</summary>
    /// <exception cref="KeyFileException">None is.</exception>
    public string Speaker(string? named, params IEnumerable<string> order) => named switch
    {
        "active" => KeyNames.ActiveRoot,
        "standby" => KeyNames.StandbyRoot,
        null => order.FirstOrDefault(files.HasPrivate) ?? throw new KeyFileException($"There is no root's private key in {path}."),
        _ => throw new FormatException("--by is active or standby."),
    };

    private uint LastSerial(KeyThumbprint root) => Said(root).Select(statement => statement.Serial).DefaultIfEmpty().Max();

    private IEnumerable<RootStatement> Said(KeyThumbprint root)
    {
        var folder = Path.Combine(path, Statements);
        return !Directory.Exists(folder) ? [] : new KeyFolder(folder).StatementFiles().Select(Read).Where(signed => signed.Root == root).Select(signed => signed.Statement);
    }

    private static SignedStatement Read(string file)
    {
        try
        {
            return RootStatementCodec.ReadUnverified(File.ReadAllBytes(file));
        }
        catch (ProtocolException e)
        {
            throw new KeyFileException($"{file} is no statement of a root: {e.Message}", e);
        }
    }
}
