using Tenure.Domain.Accounts;

namespace Tenure.Server.Tests.Devices;

/// <summary>A person with an account, signed in.</summary>
internal sealed record TestHolder(AccountId Id, string Email, string Token);
