using System.Globalization;
using Tenure.Device.Block;
using Tenure.Device.Phone;

namespace Tenure.Cli.Phone;

/// <summary>A storage that names each step of its writes before it takes it, and hangs before one of them: for whoever wants to kill the phone exactly there.</summary>
/// <remarks>What is written beside the key is neither named nor counted: how often a phone notes there how far the server's log has grown depends on the moment, and numbers must be the same each time.</remarks>
/// <param name="inner">The phone's storage.</param>
/// <param name="hangAt">The step, from 0, that is named and never taken.</param>
/// <param name="trace">Takes a line a step, at once.</param>
internal sealed class SteppedStorage(IPhoneStorage inner, long hangAt, TextWriter trace) : IPhoneStorage
{
    private long steps;

    public IPartition Open(string name) => name == PhoneLayout.Keys ? inner.Open(name) : new SteppedPartition(inner.Open(name), step => Take(step, name));

    public IMonotonicCounter? Counter => inner.Counter;

    public bool HadKey => inner.HadKey;

    public void RememberKey() => inner.RememberKey();

    public void EraseData() => inner.EraseData();

    private void Take(string step, string partition)
    {
        trace.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {steps}: {step} {partition}"));
        trace.Flush();
        if (steps++ == hangAt)
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
