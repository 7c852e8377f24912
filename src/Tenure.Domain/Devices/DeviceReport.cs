namespace Tenure.Domain.Devices;

/// <summary>How a device says that it stands, to a server that was restored from a backup.</summary>
/// <param name="Epoch">The epoch that it is in.</param>
/// <param name="Holding">The holding that it carries; <c>null</c> when it is free.</param>
/// <param name="Holder">Whose holding that is; <c>null</c> when it is free, or when it is nobody's that this server knows.</param>
/// <param name="IsProven">Whether a ticket with our signature says so, too.</param>
/// <param name="Lost">What a lost ticket with our signature says in this epoch; <c>null</c> when the device shows none.</param>
public sealed record DeviceReport(uint Epoch, HoldingId? Holding, Accounts.AccountId? Holder, bool IsProven, LostNotice? Lost);
