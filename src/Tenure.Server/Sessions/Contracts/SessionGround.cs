using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Server.Sessions.Contracts;

/// <summary>What a session stands on. It begins only if that still holds at the moment when it is written: a sign-in takes a while, and its password can be changed meanwhile.</summary>
internal abstract record SessionGround(AccountId Account)
{
    /// <summary>The password that was chosen then (UTC) was typed.</summary>
    internal sealed record Password(AccountId Account, DateTimeOffset ChosenAt) : SessionGround(Account);

    /// <summary>Another session let it in.</summary>
    internal sealed record Open(AccountId Account, SessionId Session) : SessionGround(Account);
}
