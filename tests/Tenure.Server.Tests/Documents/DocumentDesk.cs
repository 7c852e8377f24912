using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client.Documents;
using Tenure.Server.Data;
using Tenure.Server.Documents;
using Tenure.Server.Documents.Contracts;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Documents;

/// <summary>A case's folder, and somebody who sends documents to it.</summary>
internal sealed class DocumentDesk(ServerFixture server, Guid folder, string? address = null) : IDisposable
{
    private readonly HttpClient http = server.Http(address);

    public Guid Folder => folder;

    /// <summary>Good for a day of the test's clock.</summary>
    public string Key { get; set; } = server.Services.GetRequiredService<DocumentKeys>().Of(folder, server.Clock.GetUtcNow());

    /// <summary>Opens a folder, as a case does.</summary>
    public static async Task<DocumentDesk> OpenAsync(ServerFixture server, CancellationToken ct, string? address = null)
    {
        var folder = Guid.CreateVersion7();
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DocumentFolders>().Open(folder);
        await scope.ServiceProvider.GetRequiredService<TenureDb>().SaveChangesAsync(ct);
        return new DocumentDesk(server, folder, address);
    }

    public Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, CancellationToken ct, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers.Concat([("Tus-Resumable", "1.0.0"), ("Document-Key", Key)]).DistinctBy(h => h.Item1))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    /// <summary>Where the new upload is.</summary>
    public async Task<string> BeginAsync(long length, CancellationToken ct, string metadata = "kind cmVjZWlwdA==")
    {
        using var begun = await CallAsync(HttpMethod.Post, Tus.Path, ct, null, ("Upload-Length", length.ToString(CultureInfo.InvariantCulture)), ("Upload-Metadata", metadata));
        Assert.Equal(System.Net.HttpStatusCode.Created, begun.StatusCode);
        return begun.Headers.Location!.ToString();
    }

    public Task<HttpResponseMessage> PatchAsync(string at, long offset, HttpContent body, CancellationToken ct)
    {
        body.Headers.ContentType = new MediaTypeHeaderValue(Tus.ContentType);
        return CallAsync(HttpMethod.Patch, at, ct, body, ("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture)));
    }

    public async Task<long> OffsetAsync(string at, CancellationToken ct)
    {
        using var answer = await CallAsync(HttpMethod.Head, at, ct);
        answer.EnsureSuccessStatusCode();
        return long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
    }

    /// <summary>Sends a document whole and waits until it was looked at.</summary>
    public async Task<SentDocument> SendAsync(byte[] content, CancellationToken ct, string kind = "receipt")
    {
        var at = await BeginAsync(content.Length, ct, $"kind {Convert.ToBase64String(Encoding.ASCII.GetBytes(kind))}");
        using var answer = await PatchAsync(at, 0, new ByteArrayContent(content), ct);
        return await LookedAtAsync(at, ct);
    }

    /// <summary>Begins a PATCH that says to be of a length, and cuts the connection after some of it.</summary>
    public async Task CutAsync(string at, long offset, long announced, ReadOnlyMemory<byte> sent, CancellationToken ct)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", server.Address.Port, ct);
        await using var stream = socket.GetStream();
        var head = string.Create(CultureInfo.InvariantCulture, $"PATCH {at} HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nDocument-Key: {Key}\r\nUpload-Offset: {offset}\r\nContent-Type: {Tus.ContentType}\r\nContent-Length: {announced}\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), ct);
        await stream.WriteAsync(sent, ct);
        await stream.FlushAsync(ct);
        await Task.Delay(100, ct);
    }

    public async Task<SentDocument> LookedAtAsync(string at, CancellationToken ct)
    {
        while (true)
        {
            var document = (await ListAsync(ct)).Single(d => at.EndsWith(d.Id, StringComparison.Ordinal));
            if (document.State != "received")
            {
                return document;
            }

            await Task.Delay(50, ct);
        }
    }

    public async Task<List<SentDocument>> ListAsync(CancellationToken ct)
    {
        using var answer = await CallAsync(HttpMethod.Get, Tus.Path, ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<List<SentDocument>>(ct))!;
    }

    /// <summary>What the folders say, as a case asks them.</summary>
    public async Task<T> FoldersAsync<T>(Func<DocumentFolders, Task<T>> ask, CancellationToken ct)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var answer = await ask(scope.ServiceProvider.GetRequiredService<DocumentFolders>());
        await scope.ServiceProvider.GetRequiredService<TenureDb>().SaveChangesAsync(ct);
        return answer;
    }

    public void Dispose() => http.Dispose();
}
