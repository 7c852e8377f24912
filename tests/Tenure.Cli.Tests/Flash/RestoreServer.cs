using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tenure.Client.Accounts;
using Tenure.Client.Devices;
using Tenure.Client.Flashing;

namespace Tenure.Cli.Tests.Flash;

/// <summary>A server that gives the ticket TICKET for a restore that was begun with the right proofs, behind no network.</summary>
internal sealed class RestoreServer : HttpMessageHandler
{
    public const string Password = "correct horse";
    public const string Code = "123456";
    public const string Consent = "7K3M-9QX2-0ABC-DEFG";

    public List<Restore> Restores { get; } = [];

    public List<string> Asked { get; } = [];

    public StartRestore? Started { get; private set; }

    /// <summary>How the computer stands; not bound when left out.</summary>
    public ThisComputer? Computer { get; set; }

    /// <summary>There is no network for receipts.</summary>
    public bool IsAway { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = $"{request.Method} {request.RequestUri!.AbsolutePath["/api/v1/".Length..]}";
        Asked.Add(path);
        switch (path)
        {
            case "POST device/nonce":
                return Answer(new DeviceNonce(Base64Url.EncodeToString(new byte[32]), TimeProvider.System.GetUtcNow().AddMinutes(2)));
            case "GET restores":
                return Answer(Restores);
            case "GET computers/this":
                return Answer(Computer ?? new("notBound", "", null, MayBind: true));
            case "GET devices":
                return Answer((HeldDevice[])[new("D1", "lotus", "Ada's", "held", TimeProvider.System.GetUtcNow(), 1)]);
            case "POST account/proof-codes":
                return Answer(new ProofCodeSent("T"));
            case "POST restores":
                Started = await request.Content!.ReadFromJsonAsync<StartRestore>(JsonSerializerOptions.Web, cancellationToken);
                if (Started!.Password != Password || Started.Code != Code || Started.Transaction != "T" || !request.Headers.Contains("DPoP"))
                {
                    return new(HttpStatusCode.Forbidden) { Content = JsonContent.Create(new { type = "urn:tenure:problem:proof_wrong", title = "No." }) };
                }

                var now = TimeProvider.System.GetUtcNow();
                Restores.Add(new(Guid.Empty, Started.DeviceId, Started.Manifest, "lotus", "1", Started.EraseUserData, ComputerOf(request), "open", now, now.AddDays(1), null, 0, null, null));
                return Answer(Restores[^1]);
            case "POST restores/consented":
                var taken = await request.Content!.ReadFromJsonAsync<TakeConsent>(JsonSerializerOptions.Web, cancellationToken);
                if (taken!.Code != Consent || !request.Headers.Contains("DPoP"))
                {
                    return new(HttpStatusCode.BadRequest) { Content = JsonContent.Create(new { type = "urn:tenure:problem:consent_unknown", title = "No.", code = "consent_unknown" }) };
                }

                var begun = TimeProvider.System.GetUtcNow();
                Restores.Add(new(Guid.Empty, taken.DeviceId, taken.Manifest, "lotus", "1", taken.EraseUserData, ComputerOf(request), "open", begun, begun.AddDays(1), null, 0, null, null, "Phone Corner"));
                return Answer(Restores[^1]);
            case var tickets when tickets.EndsWith("/tickets", StringComparison.Ordinal):
                return Answer(new DeviceTicket(Base64Url.EncodeToString("TICKET"u8)));
            case var receipts when receipts.EndsWith("/receipts", StringComparison.Ordinal) && IsAway:
                throw new HttpRequestException("No network.");
            default:
                return new(HttpStatusCode.NoContent);
        }
    }

    // RFC 7638 of the key in the proof.
    private static string ComputerOf(HttpRequestMessage request)
    {
        var head = JsonDocument.Parse(Base64Url.DecodeFromChars(request.Headers.GetValues("DPoP").Single().Split('.')[0])).RootElement.GetProperty("jwk");
        var text = $$"""{"crv":"P-256","kty":"EC","x":"{{head.GetProperty("x")}}","y":"{{head.GetProperty("y")}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }

    private static HttpResponseMessage Answer<T>(T value) => new(HttpStatusCode.OK) { Content = JsonContent.Create(value, options: JsonSerializerOptions.Web) };
}
