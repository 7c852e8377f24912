using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Sessions;

/// <summary>Where the account is signed in.</summary>
internal sealed class ListSessions(SessionBook book)
{
    public static void Map(IEndpointRouteBuilder sessions) => sessions
        .MapGet("/", async Task<Ok<IReadOnlyList<Client.Sessions.Session>>> (CurrentAccount caller, ListSessions list, CancellationToken ct) =>
            TypedResults.Ok(await list.ExecuteAsync(caller, ct)))
        .WithSummary("Sessions of the caller's account");

    public async Task<IReadOnlyList<Client.Sessions.Session>> ExecuteAsync(CurrentAccount caller, CancellationToken ct) =>
        [.. (await book.ListOpenAsync(caller.Id, ct)).Select(s =>
            new Client.Sessions.Session(s.Id.Value, NameOf(s.Kind), s.Name, s.Network, s.StartedAt, s.LastSeenAt, s.Id == caller.Session))];

    private static string NameOf(SessionKind kind) => kind switch
    {
        SessionKind.Browser => "browser",
        SessionKind.Phone => "phone",
        SessionKind.CommandLine => "commandLine",
        SessionKind.DeviceCode => "deviceCode",
    };
}
