using System.Security.Cryptography;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;
using Tenure.Protocols.Super;

namespace Tenure.Device.Tests.Phone.Boot;

/// <summary>A phone that was started once, its boot chain, and its maker.</summary>
internal sealed class BootBench : IDisposable
{
    public static readonly PhoneFacts Facts = TemporaryPhone.Facts with { Region = "EU", RollbackIndexes = new Dictionary<uint, ulong> { [0] = 1 } };

    public static readonly MakerSystem System = new(Facts.Product, "1.0.0") { Regions = ["EU"] };

    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("tenure-boot-");
    private readonly RSA maker;

    public BootBench(PhoneFacts? facts = null)
    {
        var folder = Path.Combine(parent.FullName, "phone");
        VirtualPhone.Create(folder, facts ?? Facts);
        maker = RSA.Create();
        maker.ImportFromPem(File.ReadAllText(Path.Combine(folder, "maker.pem")));
        Phone = VirtualPhone.Open(folder);
        Core = PhoneCore.Boot(Phone, Phone.Facts);
        Store = Reload();
    }

    public VirtualPhone Phone { get; }

    public PhoneCore Core { get; }

    public LoaderStore Store { get; private set; }

    public BootChain Chain => new(Phone, Store);

    public LoaderStore Reload() => Store = LoaderStore.Load(Phone, Core.Identity.Secret, Phone.Facts);

    /// <summary>Unlocks the bootloader of a phone that is switched off.</summary>
    public static void Unlock(string folder)
    {
        using var phone = VirtualPhone.Open(folder);
        using var core = PhoneCore.Inspect(phone, phone.Facts)!;
        LoaderStore.Load(phone, core.Identity.Secret, phone.Facts).SetLock(isUnlocked: true);
    }

    public void Unlock() => Store.SetLock(isUnlocked: true);

    /// <summary>Writes a whole system into a slot, as its maker or somebody else builds it.</summary>
    public void Write(MakerSystem system, string slot = "a", RSA? by = null)
    {
        var images = MakerImages.Build(system, by ?? maker);
        using (var super = Open(PhoneLayout.Super))
        {
            var number = slot == "a" ? 0 : 1;
            var metadata = SuperDisk.Read(super, number);
            SuperDisk.Update(super, number, MakerImages.Logical.Aggregate(metadata, (made, name) => made.Resize($"{name}_{slot}", images[name].Length)));
        }

        foreach (var (name, image) in images)
        {
            Write($"{name}_{slot}", image);
        }
    }

    public void Write(string partition, byte[] image)
    {
        using var stream = Open(partition);
        stream.Write(image);
    }

    public void Change(string partition, int at)
    {
        using var stream = Open(partition);
        stream.Position = at;
        var was = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(was ^ 1));
    }

    public void DestroyRecord()
    {
        var partition = Phone.Open(PhoneLayout.Find(PhoneLayout.Loader)!);
        partition.Write(0, new byte[2 * PhoneLayout.EraseUnit]);
    }

    public Stream Open(string partition) => Chain.Open(partition[..^2], partition[^1..]) ?? new PartitionStream(Phone.Open(PhoneLayout.Find(partition)!));

    public void Dispose()
    {
        Core.Dispose();
        Phone.Dispose();
        maker.Dispose();
        parent.Delete(recursive: true);
    }
}
