using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;

namespace Tenure.Device.Phone.Emergency;

/// <summary>An extent of a manifest on this phone.</summary>
/// <param name="Entry">What the manifest says.</param>
/// <param name="Range">Where it lies here.</param>
public sealed record FlashExtent(FirmwareProgram Entry, FirehoseRange Range);
