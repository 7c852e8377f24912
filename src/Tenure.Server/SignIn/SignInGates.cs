using System.Net;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn;

/// <summary>What a sign-in is counted by. A known device is counted by itself alone: no stranger can slow it down, and it slows down nobody else.</summary>
/// <param name="Taken">Counted before the try is judged.</param>
/// <param name="Streak">Failures in a row of one account; of one text where there is none, so that both cost the same.</param>
/// <param name="ForgottenOnSuccess">What a right password wipes out; never the network's, or one own account would open it again and again.</param>
/// <param name="GivenBack">What a right password was counted for and leaves as it was.</param>
internal sealed record SignInGates(IReadOnlyList<Gate> Taken, Gate Streak, IReadOnlyList<Gate> ForgottenOnSuccess, IReadOnlyList<Gate> GivenBack)
{
    public static SignInGates For(Throttles throttles, TypedIdentifier typed, IPAddress address, AccountId? account, Gate? knownDevice)
    {
        var streak = account is { } id ? StreakOf(throttles, id) : throttles.Gate(ThrottleRule.Streak, "streak-typed", typed.Counted);
        if (knownDevice is not null)
        {
            return new SignInGates([knownDevice], streak, [knownDevice, streak], []);
        }

        // By what was typed, not by the account: an address and a number that share a count would tell that they belong together.
        var network = Network.Of(address).Prefix;
        var identifier = throttles.Gate(throttles.Rules.PerIdentifier, "identifier", typed.Counted, network);
        var fromNetwork = throttles.Gate(throttles.Rules.PerNetwork, "network", network);
        return new SignInGates([identifier, fromNetwork, streak], streak, [identifier], [fromNetwork, streak]);
    }

    /// <summary>The gate of a browser or device, by the hash of its secret.</summary>
    public static Gate OfDevice(Throttles throttles, byte[] secretHash) => throttles.Gate(throttles.Rules.PerKnownDevice, "device", Convert.ToHexStringLower(secretHash));

    // Apart from the mails that a stranger may ask for at the address by registering: those must not keep the holder's code back.
    public static Gate CodeMailsOf(Throttles throttles, AccountId account) => throttles.Gate(throttles.Rules.MailsToAccount, "mail-sign-in", account.ToString());

    public static Gate StreakOf(Throttles throttles, AccountId account) => throttles.Gate(ThrottleRule.Streak, "streak-account", account.ToString());
}
