namespace Tenure.Domain.SignIn;

/// <summary>What kind of client a session lives in.</summary>
public enum SessionKind
{
    /// <summary>A browser, by cookie.</summary>
    Browser,

    /// <summary>A phone's own sign-in.</summary>
    Phone,

    /// <summary>The command line.</summary>
    CommandLine,

    /// <summary>The command line, let in by a code that was typed on another screen (RFC 8628): it may have been shown to a person by somebody else.</summary>
    DeviceCode,
}
