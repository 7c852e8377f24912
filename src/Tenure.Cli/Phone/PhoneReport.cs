namespace Tenure.Cli.Phone;

/// <summary>What <c>--json</c> prints about a phone: one object, the same members for every command.</summary>
/// <param name="State"><c>new</c>, <c>wizard</c>, <c>running</c>, <c>locked</c>, <c>locked_until_sync</c>, <c>server_lost</c> or <c>release_pending</c>.</param>
internal sealed record PhoneReport(string State)
{
    public string? Folder { get; init; }

    public string? Model { get; init; }

    public string? Serial { get; init; }

    /// <summary>Thumbprint of the device key; absent before the first boot.</summary>
    public string? DeviceId { get; init; }

    public string? MaskedHolder { get; init; }

    /// <summary>32 hex digits.</summary>
    public string? HoldingId { get; init; }

    public uint? Epoch { get; init; }

    public ulong? BlockSequence { get; init; }

    public string? BlockFault { get; init; }

    public ulong? BootCount { get; init; }

    public bool? ReceiptOwed { get; init; }

    public string? Language { get; init; }

    /// <summary>Whether user data is there.</summary>
    public bool? IsSetUp { get; init; }

    public string? Issuer { get; init; }

    public string? ServerAddress { get; init; }

    public string? ServerFingerprint { get; init; }

    /// <summary>Number of the account that was made in this boot.</summary>
    public string? AccountNumber { get; init; }

    /// <summary>What happened in this boot, in order.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    public PhoneFailure? Error { get; init; }

    public int? ExitCode { get; init; }
}
