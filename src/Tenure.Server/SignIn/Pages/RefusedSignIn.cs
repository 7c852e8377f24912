using Tenure.Domain;

namespace Tenure.Server.SignIn.Pages;

/// <summary>What the sign-in page shows again after a form that was refused.</summary>
internal sealed record RefusedSignIn(string Identifier, Refusal Refusal);
