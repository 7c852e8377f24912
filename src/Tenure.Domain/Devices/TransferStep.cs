namespace Tenure.Domain.Devices;

/// <summary>What moves a <see cref="DeviceTransfer"/> on.</summary>
public enum TransferStep
{
    /// <summary>The holder opens it once more, with other words.</summary>
    OpenAgain,

    /// <summary>The holder shows another code.</summary>
    ShowCode,

    /// <summary>Somebody types the code.</summary>
    Accept,

    /// <summary>Whoever typed it is gone.</summary>
    ForgetTaker,

    /// <summary>The holder confirms whom they see.</summary>
    Confirm,

    /// <summary>The device's receipt arrives.</summary>
    Complete,

    /// <summary>The one who gave it objects.</summary>
    Oppose,
}
