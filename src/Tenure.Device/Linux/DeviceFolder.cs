using System.Diagnostics;
using System.Runtime.Versioning;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Device.Tpm;

namespace Tenure.Device.Linux;

/// <summary>The storage of a real Linux device: a folder with a file for each partition that the agent uses, and the counter of the TPM where there is one.</summary>
/// <remarks>
/// One process at a time has it open; the file <c>power</c> is locked meanwhile. The folder must lie where a factory reset does not erase it. Who is root writes these files, as on every
/// system without verified boot: what the TPM adds is that an older copy of them is not believed.
/// </remarks>
[SupportedOSPlatform("linux")]
public sealed class DeviceFolder : IPhoneStorage, IDisposable
{
    private const int PartitionLength = 6 * PhoneLayout.EraseUnit;
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string folder;
    private readonly FileStream powerLock;
    private readonly Dictionary<string, FileStream> files = [];
    private readonly TpmLine? tpm;
    private readonly TpmMark? mark;
    private readonly string? eraseProgram;

    private DeviceFolder(string folder, FileStream powerLock, string? tpmPath, string? eraseProgram)
    {
        this.folder = folder;
        this.powerLock = powerLock;
        this.eraseProgram = eraseProgram;
        if (tpmPath is null)
        {
            return;
        }

        tpm = TpmLine.Open(tpmPath);
        try
        {
            Counter = TpmCounter.Open(tpm);
            mark = TpmMark.Open(tpm);
        }
        catch
        {
            tpm.Dispose();
            throw;
        }
    }

    /// <summary>Counts which block counts, where there is a TPM.</summary>
    public IMonotonicCounter? Counter { get; }

    /// <inheritdoc />
    public bool HadKey => mark is { IsSet: true };

    /// <summary>Takes the device into the hand; at its first time it is blank.</summary>
    /// <param name="folder">Where it is kept; made when there is none.</param>
    /// <param name="tpm">A TPM for the counter, as <see cref="TpmLine.Open"/> takes it; always the same, or none at all.</param>
    /// <param name="eraseProgram">A program that erases what people keep on the device; ends with 0 when that is done.</param>
    /// <exception cref="PhoneInUseException">Another process has it.</exception>
    /// <exception cref="IOException">The folder or the TPM cannot be used.</exception>
    public static DeviceFolder Open(string folder, string? tpm = null, string? eraseProgram = null)
    {
        Directory.CreateDirectory(folder, OnlyOwner | UnixFileMode.UserExecute);
        var powerLock = TakeLock(folder);
        try
        {
            return new DeviceFolder(folder, powerLock, tpm, eraseProgram);
        }
        catch
        {
            powerLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public IPartition Open(string name)
    {
        if (!files.TryGetValue(name, out var file))
        {
            file = OpenFile(PathOf(name));
            files.Add(name, file);
        }

        return new DiskPartition(file, 0, PartitionLength);
    }

    /// <inheritdoc />
    public void RememberKey() => mark?.Set();

    /// <inheritdoc />
    public void EraseData()
    {
        if (eraseProgram is null)
        {
            return;
        }

        using var process = Start(eraseProgram);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new IOException($"{eraseProgram} ended with {process.ExitCode}: nothing counts as erased.");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var file in files.Values)
        {
            file.Dispose();
        }

        tpm?.Dispose();
        powerLock.Dispose();
    }

    private static Process Start(string program)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program) { UseShellExecute = false })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"{program} cannot be started: {e.Message}", e);
        }
    }

    private static FileStream OpenFile(string path)
    {
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0, UnixCreateMode = OnlyOwner });
        if (file.Length < PartitionLength)
        {
            // Blank at its first time; cut short or cut in between, what is missing is blank and not believed.
            file.SetLength(PartitionLength);
            file.Flush(flushToDisk: true);
        }

        return file;
    }

    private static FileStream TakeLock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "power"), new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OnlyOwner });
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new PhoneInUseException(folder);
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name + ".img");
}
