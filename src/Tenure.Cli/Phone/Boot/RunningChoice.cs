namespace Tenure.Cli.Phone.Boot;

/// <summary>What a person does on the running phone.</summary>
internal enum RunningChoice
{
    Status,
    Network,
    Language,
    SignOutKeep,
    SignOutErase,
    Reset,
    EraseCode,
    CancelErase,
    ScreenLock,
    Cases,
    Recover,
    PowerOff,
    AddAccount,
}
