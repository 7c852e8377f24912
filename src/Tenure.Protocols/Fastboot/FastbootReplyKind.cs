namespace Tenure.Protocols.Fastboot;

/// <summary>The first four letters of a device's reply.</summary>
public enum FastbootReplyKind
{
    /// <summary>OKAY: done.</summary>
    Okay,

    /// <summary>FAIL: done, with the reason.</summary>
    Fail,

    /// <summary>INFO: a line to show; more follows.</summary>
    Info,

    /// <summary>TEXT: text to show without a line end; more follows.</summary>
    Text,

    /// <summary>DATA: that many bytes go over the wire now.</summary>
    Data,
}
