namespace Tenure.Cli.Flash.Ui;

/// <summary>A row of the page.</summary>
/// <param name="Status">With bytes, rate and time left while it runs.</param>
/// <param name="Wait">What is waited for and how long; empty where nothing is.</param>
/// <param name="Question">What the person is to type; <c>null</c> where nothing is asked.</param>
internal sealed record FlashJobState(int Id, string Device, int Percent, string Elapsed, string Status, string Wait, string Result, bool Running, bool Good, string Log, FlashQuestion? Question);
