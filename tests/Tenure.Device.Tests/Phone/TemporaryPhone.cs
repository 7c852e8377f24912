using Tenure.Device.Phone;

namespace Tenure.Device.Tests.Phone;

/// <summary>A phone in a folder that goes when the test ends.</summary>
internal sealed class TemporaryPhone : IDisposable
{
    public static readonly PhoneFacts Facts = new("Tenure One", "T1000001", "tenure_one", "1.0", "TenureOS", "1.0.0", null);

    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("tenure-phone-");

    public TemporaryPhone()
    {
        Folder = Path.Combine(parent.FullName, "phone");
        VirtualPhone.Create(Folder, Facts);
    }

    public string Folder { get; }

    public void Dispose() => parent.Delete(recursive: true);
}
