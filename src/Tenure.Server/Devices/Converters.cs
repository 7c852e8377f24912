using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tenure.Domain.Devices;

namespace Tenure.Server.Devices;

internal sealed class HoldingIdConverter() : ValueConverter<HoldingId, Guid>(id => id.Value, value => new HoldingId(value));

internal sealed class TicketIdConverter() : ValueConverter<TicketId, Guid>(id => id.Value, value => new TicketId(value));
