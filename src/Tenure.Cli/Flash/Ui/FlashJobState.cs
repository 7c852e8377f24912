namespace Tenure.Cli.Flash.Ui;

/// <summary>A row of the page.</summary>
internal sealed record FlashJobState(int Id, string Device, int Percent, string Elapsed, string Status, string Result, bool Running, bool Good, string Log);
