using System.Security.Claims;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Tokens;

/// <summary>A session of a client of which nothing is written yet.</summary>
/// <param name="Session">The session.</param>
/// <param name="Ground">What it stands on.</param>
/// <param name="Principal">What its tokens say.</param>
/// <param name="Authorization">The statement that makes the authorization behind them.</param>
internal sealed record NewTokenSession(Session Session, SessionGround Ground, ClaimsPrincipal Principal, Statement Authorization);
