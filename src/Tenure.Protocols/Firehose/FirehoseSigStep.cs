namespace Tenure.Protocols.Firehose;

/// <summary>A step of authorisation.</summary>
public enum FirehoseSigStep
{
    /// <summary>The host asks for evidence.</summary>
    Request,

    /// <summary>The host brings a ticket, at most 8192 bytes.</summary>
    Ticket,

    /// <summary>The host brings the manifest that the ticket names, at most 1 MiB.</summary>
    Manifest,

    /// <summary>The host asks for evidence of what was done.</summary>
    Receipt,

    /// <summary>The host leaves an open device to another program: it comes back as from its boot ROM, and stays open.</summary>
    HandOver,
}
