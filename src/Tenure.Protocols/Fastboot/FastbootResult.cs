namespace Tenure.Protocols.Fastboot;

/// <summary>How a command ended.</summary>
public sealed record FastbootResult
{
    private FastbootResult(bool succeeded, string text)
    {
        Succeeded = succeeded;
        Text = text;
    }

    /// <summary>OKAY or FAIL.</summary>
    public bool Succeeded { get; }

    /// <summary>What stands after it; cut at 252 bytes.</summary>
    public string Text { get; }

    /// <summary>Bytes that go to the host before the OKAY; <c>null</c> when none.</summary>
    public ReadOnlyMemory<byte>? Upload { get; private init; }

    /// <summary>How the device leaves the bootloader once the OKAY is sent; <c>null</c> when it stays.</summary>
    public FastbootExit? Exit { get; private init; }

    /// <summary>Done.</summary>
    public static FastbootResult Okay(string text = "") => new(true, text);

    /// <summary>Refused or failed.</summary>
    public static FastbootResult Fail(string reason) => new(false, reason);

    /// <summary>Done; these bytes are what was asked for.</summary>
    public static FastbootResult WithUpload(ReadOnlyMemory<byte> bytes) => new(true, "") { Upload = bytes };

    /// <summary>Done; the device leaves the bootloader.</summary>
    public static FastbootResult Leave(FastbootExit exit) => new(true, "") { Exit = exit };
}
