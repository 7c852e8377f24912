using Tenure.Domain;

namespace Tenure.Server.Sessions;

internal static class SessionRefusals
{
    // Another account's session looks like one that does not exist.
    public static readonly Refusal NotFound = new("not_found", "There is no such session.", RefusalKind.NotFound);
}
