using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;

namespace Tenure.Server.Data;

/// <summary>UTC, whole microseconds: what both databases keep and compare alike.</summary>
internal sealed class UtcTimeConverter() : ValueConverter<DateTimeOffset, DateTime>(
    time => ToStored(time),
    stored => FromStored(stored))
{
    /// <summary>As the database keeps it.</summary>
    public static DateTime ToStored(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % 10), DateTimeKind.Utc);

    /// <summary>As the database gives it back.</summary>
    public static DateTimeOffset FromStored(DateTime stored) => new(DateTime.SpecifyKind(stored, DateTimeKind.Utc));
}

internal sealed class AccountIdConverter() : ValueConverter<AccountId, Guid>(id => id.Value, value => new AccountId(value));

internal sealed class SessionIdConverter() : ValueConverter<SessionId, Guid>(id => id.Value, value => new SessionId(value));

internal sealed class DeviceIdConverter() : ValueConverter<DeviceId, string>(id => id.Value, value => new DeviceId(value));
