namespace Tenure.Server.Tokens;

/// <summary>Native sign-in for first-party clients.</summary>
internal static class ChallengeEndpoint
{
    public static void Map(IEndpointRouteBuilder app)
    {
    }
}
