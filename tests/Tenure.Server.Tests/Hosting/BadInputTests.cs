using System.Data.Common;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Hosting;

/// <summary>What the API says to bad input: made from its own description, for every endpoint, every field and every parameter.</summary>
public abstract class BadInputTests(ServerFixture server) : ServerTests(server)
{
    // What a call is made of when all is well, so that the one bad thing is what is refused. An endpoint that is not here fails.
    // {…} stands for something of the caller, {other…} for the same of somebody else.
    private static readonly Dictionary<string, string> GoodBodies = new(StringComparer.Ordinal)
    {
        ["GET /health/live"] = "",
        ["GET /health/ready"] = "",
        ["GET /.well-known/tenure"] = "",
        ["GET /.well-known/tenure/statements"] = "",
        ["GET /dev/outbox"] = "",
        ["POST /dev/clock"] = "",
        ["GET /api/v1/sessions"] = "",
        ["DELETE /api/v1/sessions/{id}"] = "",
        ["POST /api/v1/sessions/end-others"] = "",
        ["GET /api/v1/known-devices"] = "",
        ["DELETE /api/v1/known-devices/{id}"] = "",
        ["POST /api/v1/registrations"] = """{"email":"somebody@example.org","language":"de"}""",
        ["POST /api/v1/registrations/{id}/resend"] = "",
        ["POST /api/v1/registrations/{id}/verification"] = """{"code":"123456"}""",
        ["POST /api/v1/registrations/{id}/account"] = """{"password":"tin ladder seven moths","nickname":"Anna","language":"de"}""",
        ["POST /api/v1/password-resets"] = """{"address":"somebody@example.org"}""",
        ["POST /api/v1/password-resets/{id}/verification"] = """{"code":"123456"}""",
        ["POST /api/v1/password-resets/{id}/proof-code"] = "",
        ["POST /api/v1/password-resets/{id}/password"] = """{"password":"tin ladder seven moths","code":"123456"}""",
        ["POST /api/v1/cases"] = """{"kind":"release","contact":"somebody@example.org","identifier":"R58M12ABC","language":"de"}""",
        ["POST /api/v1/cases/link"] = """{"number":"7K3MQ-9XV2D","contact":"somebody@example.org"}""",
        ["POST /api/v1/cases/{number}/link"] = "",
        ["GET /api/v1/cases/{number}"] = "",
        ["POST /api/v1/cases/{number}/contact"] = """{"code":"123456"}""",
        ["POST /api/v1/cases/{number}/code"] = "",
        ["POST /api/v1/cases/{number}/device"] = """{"evidence":"{evidence}"}""",
        ["POST /api/v1/cases/{number}/messages"] = """{"text":"I have the box."}""",
        ["POST /api/v1/cases/{number}/password"] = """{"password":"tin ladder seven moths"}""",
        ["GET /api/v1/account/cases"] = "",
        ["POST /api/v1/account/cases/{number}/objection"] = """{"password":"tin ladder seven moths"}""",
        ["POST /api/v1/account/cases/{number}/end"] = """{"password":"tin ladder seven moths","code":"123456","transaction":"x"}""",
        ["POST /api/v1/cases/{number}/submission"] = "",
        ["POST /api/v1/cases/{number}/withdrawal"] = "",
        ["GET /api/v1/account"] = "",
        ["PATCH /api/v1/account"] = """{"nickname":"Anna","language":"de","gender":"female","country":"DE"}""",
        ["POST /api/v1/account/password"] = """{"current":"tin ladder seven moths","new":"four moths on a ladder"}""",
        ["GET /api/v1/account/recovery-codes"] = "",
        ["POST /api/v1/account/recovery-codes"] = """{"password":"tin ladder seven moths"}""",
        ["GET /api/v1/account/protection"] = "",
        ["POST /api/v1/account/proof-codes"] = """{"purpose":"freeze"}""",
        ["POST /api/v1/account/freeze"] = """{"password":"tin ladder seven moths","transaction":"x","code":"123456"}""",
        ["POST /api/v1/account/freeze/lift"] = """{"password":"tin ladder seven moths","code":"123456","transaction":"x"}""",
        ["PUT /api/v1/account/always-ask"] = """{"on":false,"password":"tin ladder seven moths","code":"123456","transaction":"x"}""",

        ["GET /api/v1/account/deletion"] = "",
        ["POST /api/v1/account/deletion"] = """{"password":"tin ladder seven moths","code":"123456","transaction":"x","seal":["x"]}""",
        ["DELETE /api/v1/account/deletion"] = "",
        ["GET /api/v1/account/export"] = "",
        ["POST /api/v1/account/export"] = """{"password":"tin ladder seven moths","code":"123456","transaction":"x"}""",
        ["DELETE /api/v1/account/export"] = "",
        ["POST /api/v1/account/export/file"] = """{"password":"tin ladder seven moths","code":"123456","transaction":"x"}""",
        ["POST /api/v1/sealed-devices/release"] = """{"code":"0000-0000-0000-0000-0000-0000-0000"}""",
        ["GET /api/v1/account/identifiers"] = "",
        ["POST /api/v1/account/identifiers"] = """{"address":"another@example.org","password":"tin ladder seven moths"}""",
        ["POST /api/v1/account/identifiers/{id}/resend"] = "",
        ["POST /api/v1/account/identifiers/{id}/confirmation"] = """{"code":"123456"}""",
        ["POST /api/v1/account/identifiers/removal"] = """{"address":"another@example.org","password":"tin ladder seven moths"}""",
        ["POST /api/v1/account/identifiers/first"] = """{"address":"another@example.org","password":"tin ladder seven moths"}""",
        ["GET /api/v1/account/events"] = "",
        ["PUT /api/v1/account/picture"] = "",
        ["GET /api/v1/account/picture"] = "",
        ["DELETE /api/v1/account/picture"] = "",
        ["POST /api/v1/device/nonce"] = "",
        ["POST /api/v1/device/enrolment"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/device/activation"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/device/release"] = """{"evidence":"{enrol}","password":"tin ladder seven moths","erase":true}""",
        ["POST /api/v1/device/release-ticket"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/device/reset"] = """{"evidence":"{enrol}","password":"tin ladder seven moths"}""",
        ["PUT /api/v1/device/erase-code"] = """{"evidence":"{enrol}","password":"tin ladder seven moths","isSet":true}""",
        ["POST /api/v1/device/erase-ticket"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/device/open-ticket"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/device/lost-ticket"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/device/receipt"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/device/decline"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/device/sync"] = """{"evidence":"{enrol}","ticket":"x","lostTicket":"x"}""",
        ["POST /api/v1/device/cases"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/device/cases/objection"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/device/status-code"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/status-checks"] = """{"code":"12345678"}""",
        ["POST /api/v1/contacts"] = """{"code":"12345678","text":"I have your phone."}""",
        ["GET /api/v1/contacts/mine"] = "",
        ["POST /api/v1/contacts/mine/messages"] = """{"text":"I am at the station."}""",
        ["GET /api/v1/account/contacts"] = "",
        ["POST /api/v1/account/contacts/{id}/messages"] = """{"text":"Thank you."}""",
        ["PUT /api/v1/account/contacts/{id}/block"] = """{"on":true}""",
        ["POST /api/v1/account/contacts/{id}/report"] = "",
        ["GET /api/v1/device/state"] = "",
        ["GET /api/v1/devices"] = "",
        ["GET /api/v1/devices/{id}"] = "",
        ["GET /api/v1/devices/{id}/log"] = "",
        ["GET /api/v1/devices/{id}/log/{sequence}/proof"] = "",
        ["GET /api/v1/log/checkpoint"] = "",
        ["GET /api/v1/log/consistency"] = "",
        ["GET /api/v1/device/log/checkpoint"] = "",
        ["GET /api/v1/device/log/consistency"] = "",
        ["POST /api/v1/devices/{id}/removal"] = """{"password":"tin ladder seven moths","erase":true,"code":"123456","transaction":"x"}""",
        ["POST /api/v1/devices/{id}/removal/cancellation"] = "",
        ["POST /api/v1/devices/{id}/erasure"] = """{"password":"tin ladder seven moths","code":"123456","transaction":"x","eraseCode":"blue harbour"}""",
        ["POST /api/v1/devices/{id}/erasure/cancellation"] = """{"password":"tin ladder seven moths"}""",
        ["POST /api/v1/devices/{id}/lost"] = """{"password":"tin ladder seven moths","code":"123456","transaction":"x","message":"Please call","contact":"anna@example.org"}""",
        ["POST /api/v1/devices/{id}/found"] = """{"password":"tin ladder seven moths","code":"123456","transaction":"x"}""",
        ["POST /api/v1/devices/{id}/found/cancellation"] = "",
        ["GET /api/v1/documents"] = "",
        ["POST /api/v1/documents"] = "",
        ["PATCH /api/v1/documents/{id}"] = "",
        ["DELETE /api/v1/documents/{id}"] = "",
        ["GET /api/v1/devices/{id}/transfer"] = "",
        ["POST /api/v1/devices/{id}/transfer"] = """{"password":"tin ladder seven moths","code":"123456","transaction":"x","erase":true}""",
        ["DELETE /api/v1/devices/{id}/transfer"] = "",
        ["POST /api/v1/devices/{id}/transfer/code"] = "",
        ["POST /api/v1/devices/{id}/transfer/confirmation"] = """{"password":"tin ladder seven moths","acceptance":"x"}""",
        ["GET /api/v1/transfers/{device}/{epoch}/receipt"] = "",
        ["POST /api/v1/transfers/look"] = """{"code":"12345678"}""",
        ["POST /api/v1/transfers/acceptance"] = """{"code":"12345678","password":"tin ladder seven moths"}""",
        ["POST /api/v1/transfer-objections"] = """{"secret":"x"}""",
        ["GET /api/v1/computers"] = "",
        ["POST /api/v1/computers"] = """{"name":"Desk","password":"tin ladder seven moths","code":"123456","transaction":"x"}""",
        ["GET /api/v1/computers/this"] = "",
        ["DELETE /api/v1/computers/{id}"] = "",
        ["POST /api/v1/computers/workshop"] = """{"workshop":"Shop","name":"Desk","password":"tin ladder seven moths","code":"123456","transaction":"x"}""",
        ["POST /api/v1/workshops/members"] = """{"workshop":"Shop","number":"4081773902","password":"tin ladder seven moths"}""",
        ["POST /api/v1/workshops/members/removal"] = """{"workshop":"Shop","number":"4081773902"}""",
        ["POST /api/v1/computers/workshop/removal"] = """{"workshop":"Shop","computerId":"{device}"}""",
        ["GET /api/v1/firmware"] = "",
        ["GET /api/v1/firmware/{digest}"] = "",
        ["GET /api/v1/firmware/{digest}/manifest"] = "",
        ["POST /api/v1/restores"] = """{"deviceId":"{device}","manifest":"{device}","eraseUserData":false,"password":"tin ladder seven moths","code":"123456","transaction":"x","workshop":"Shop"}""",
        ["POST /api/v1/restores/consents"] = """{"deviceId":"{device}","manifest":"{device}","workshop":"Shop","computerId":"{device}","eraseUserData":false,"password":"tin ladder seven moths","code":"123456","transaction":"x"}""",
        ["POST /api/v1/restores/consented"] = """{"code":"0000-0000-0000-0000","deviceId":"{device}","manifest":"{device}","eraseUserData":false}""",
        ["GET /api/v1/restores"] = "",
        ["GET /api/v1/restores/{id}"] = "",
        ["DELETE /api/v1/restores/{id}"] = "",
        ["POST /api/v1/restores/{id}/tickets"] = """{"evidence":"{enrol}"}""",
        ["POST /api/v1/restores/{id}/receipts"] = """{"evidence":"{enrol}"}""",
        ["GET /api/v1/devices/{id}/unlock"] = "",
        ["POST /api/v1/devices/{id}/unlock"] = """{"password":"tin ladder seven moths","code":"123456","transaction":"x"}""",
        ["DELETE /api/v1/devices/{id}/unlock"] = "",
        ["POST /api/v1/devices/{id}/unlock/tickets"] = """{"evidence":"{enrol}","password":"a"}""",
    };

    // For anybody, or for a signed device: no token is no bad input there.
    private static readonly string[] Open = ["/health/", "/.well-known/", "/dev/", "/api/v1/registrations", "/api/v1/password-resets", "/api/v1/cases", "/api/v1/device/", "/api/v1/log/", "/api/v1/restores/{id}/receipts", "/api/v1/documents", "/api/v1/status-checks", "/api/v1/contacts", "/api/v1/transfer-objections"];

    // Its body is a picture, which has tests of its own (PictureTests).
    private static readonly string[] OwnBodies = ["PUT /api/v1/account/picture"];

    private static readonly ConditionalWeakTable<ServerFixture, Lazy<Task<(JsonNode, Caller)>>> Asked = [];

    /// <summary>The endpoints, one test each.</summary>
    public static TheoryData<string> Endpoints => [.. GoodBodies.Keys];

    [Fact]
    public async Task Every_endpoint_is_in_the_table() =>
        Assert.Equal(GoodBodies.Keys.Order(StringComparer.Ordinal), Operations((await AskedOnceAsync()).Description).Select(o => o.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Bad_input_is_refused_with_its_field_and_changes_nothing(string endpoint)
    {
        var (description, caller) = await AskedOnceAsync();
        var (name, method, path, operation) = Operations(description).Single(o => o.Name == endpoint);
        using var http = Server.Http();
        http.DefaultRequestHeaders.Remove(ServerFixture.AddressHeader);
        // Wrong passwords are among what is sent, and who sent too many is told nothing else.
        await Server.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM throttles", Ct));
        var before = await DigestAsync();
        var tried = 0;
        foreach (var bad in Cases(description, operation, path, GoodBodies[name], caller).Concat(WithoutToken(name, path)))
        {
            using var request = new HttpRequestMessage(method, bad.Path) { Content = bad.Body };
            request.Headers.Authorization = bad.Token is null ? new AuthenticationHeaderValue("Bearer", caller.Token) : AuthenticationHeaderValue.Parse(bad.Token);
            // A body that is too large is refused before it is sent.
            request.Headers.ExpectContinue = bad.Body?.Headers.ContentLength > 64 * 1024;
            // From a network of its own, so that nobody is slowed down by who asked before.
            request.Headers.Add(ServerFixture.AddressHeader, ServerFixture.NewAddress());
            using var answer = await http.SendAsync(request, Ct);
            var said = await answer.Content.ReadAsStringAsync(Ct);
            var what = $"{bad.What}: {(int)answer.StatusCode} {said}";
            Assert.True((int)answer.StatusCode is >= 400 and < 500, what);
            if (said.Length == 0 && bad.Path.Contains("%00", StringComparison.Ordinal))
            {
                // A path with U+0000 is no path: refused by the web server itself, before there is anybody to say why.
                Assert.Equal(400, (int)answer.StatusCode);
                continue;
            }

            Assert.True(answer.Content.Headers.ContentType?.MediaType == "application/problem+json", what);
            var problem = JsonNode.Parse(said)!;
            Assert.True(problem["type"]!.GetValue<string>().StartsWith("urn:tenure:problem:", StringComparison.Ordinal), what);
            // Of a list it says which item.
            Assert.True(bad.Field is null || problem["field"]?.GetValue<string>().Split('[')[0] == bad.Field, what);
            tried++;
        }

        Assert.Equal(before, await DigestAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} tried");
    }

    [Fact]
    public async Task Every_text_that_is_taken_has_a_bound()
    {
        var (description, _) = await AskedOnceAsync();
        var unbounded = Operations(description).SelectMany(o => Fields(description, o.Operation).Where(f => IsText(f.Value) && f.Value!["maxLength"] is null).Select(f => $"{o.Name} {f.Key}"));
        Assert.Empty(unbounded);
    }

    private static IEnumerable<Bad> Cases(JsonNode description, JsonNode operation, string path, string good, Caller caller)
    {
        var filled = Fill(good, caller);
        var straight = Fill(path.Replace("{id}", caller.IdOf(path), StringComparison.Ordinal), caller);
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var (name, place) = (parameter!["name"]!.GetValue<string>(), parameter["in"]!.GetValue<string>());
            // A path is decoded before it is matched, and what cannot be decoded never gets there.
            var values = place == "path"
                ? ["%00", "x%00y", new string('a', 5000), "%F0%9F%98%80", "..%2F..", "'%20OR%201=1--", .. caller.OtherIdOf(path)]
                : (string[])["%00", new string('9', 5000), "x", "-1", "99999999999999999999", "%ED%A0%80", "1%27--"];
            foreach (var value in values)
            {
                var target = place == "path" ? path.Replace("{" + name + "}", value, StringComparison.Ordinal) : $"{straight}?{name}={value}";
                yield return new Bad($"{name}={value[..Math.Min(40, value.Length)]}", target, Json(filled), Field: null);
            }
        }

        if (filled.Length == 0)
        {
            yield break;
        }

        foreach (var (what, body) in Bodies(filled))
        {
            yield return new Bad(what, straight, body, Field: null);
        }

        foreach (var (name, schema) in Fields(description, operation))
        {
            foreach (var (what, value) in Values(schema!, IsRequired(description, operation, name)))
            {
                yield return new Bad($"{name} {what}", straight, Json(With(filled, name, value)), name);
            }
        }
    }

    // What is no JSON object at all.
    private static IEnumerable<(string What, HttpContent? Body)> Bodies(string good)
    {
        yield return ("no body", null);
        yield return ("an empty body", Json(""));
        yield return ("half of it", Json(good[..(good.Length / 2)]));
        yield return ("a list", Json($"[{good}]"));
        yield return ("null", Json("null"));
        yield return ("a text", Json("\"x\""));
        yield return ("two of them", Json(good + good));
        yield return ("a hundred levels", Json(string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100)));
        yield return ("a megabyte", Json(With(good, "more", $"\"{new string('a', 1024 * 1024)}\"")));
        yield return ("bytes that are no UTF-8", Bytes([.. Encoding.UTF8.GetBytes(good[..(good.IndexOf(':', StringComparison.Ordinal) + 2)]), 0xC3, 0x28, 0xFF, .. Encoding.UTF8.GetBytes(good[(good.IndexOf(':', StringComparison.Ordinal) + 2)..])], "application/json"));
        yield return ("UTF-16", Bytes([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(good)], "application/json"));
        yield return ("another type", Bytes(Encoding.UTF8.GetBytes(good), "text/plain"));
        yield return ("a form", Bytes(Encoding.UTF8.GetBytes("a=b"), "application/x-www-form-urlencoded"));
    }

    private static bool IsList(JsonNode schema) => schema["items"] is not null;

    // JSON text of what one field must not be; null when it is left out.
    private static IEnumerable<(string What, string? Value)> Values(JsonNode schema, bool isRequired)
    {
        if (isRequired)
        {
            yield return ("missing", null);
            yield return ("null", "null");
        }

        string[] wrong = IsList(schema) ? ["5", "\"x\"", "{}", "[5]"] : IsText(schema) ? ["5", "true", "[]", "{}", "[\"x\"]"] : ["\"yes\"", "1", "[]", "{}"];
        foreach (var value in wrong)
        {
            yield return ($"of type {value}", value);
        }

        if (!IsText(schema))
        {
            yield break;
        }

        yield return ("with U+0000", "\"a\\u0000b\"");
        yield return ("U+0000 alone", "\"\\u0000\"");
        yield return ("with half a surrogate pair", "\"a\\ud800b\"");
        yield return ("the wrong way round", "\"\\udc00\\ud800\"");
        if (schema["maxLength"]?.GetValue<int>() is { } longest)
        {
            yield return ("too long", $"\"{new string('a', longest + 1)}\"");
        }

        if (schema["minLength"]?.GetValue<int>() is > 0)
        {
            yield return ("empty", "\"\"");
        }
    }

    private static IEnumerable<Bad> WithoutToken(string name, string path) => Open.Any(open => path.StartsWith(open, StringComparison.Ordinal)) ? [] :
    [
        new Bad("no such token", path.Replace("{id}", "x", StringComparison.Ordinal), Json(GoodBodies[name]), Field: null, "Bearer x"),
        new Bad("not a bearer", path.Replace("{id}", "x", StringComparison.Ordinal), Json(GoodBodies[name]), Field: null, "Basic eDp5"),
    ];

    private static IEnumerable<(string Name, HttpMethod Method, string Path, JsonNode Operation)> Operations(JsonNode description) =>
        from path in description["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key != "parameters"
        select ($"{operation.Key.ToUpperInvariant()} {path.Key}", HttpMethod.Parse(operation.Key), path.Key, operation.Value!);

    private static JsonObject Fields(JsonNode description, JsonNode operation) => Schema(description, operation)?["properties"]?.AsObject() ?? [];

    private static bool IsRequired(JsonNode description, JsonNode operation, string name) =>
        Schema(description, operation)?["required"]?.AsArray().Any(r => r!.GetValue<string>() == name) ?? false;

    private static JsonNode? Schema(JsonNode description, JsonNode operation) =>
        operation["requestBody"]?["content"]?["application/json"]?["schema"]?["$ref"]?.GetValue<string>() is { } reference
            ? description["components"]!["schemas"]![reference.Split('/')[^1]]
            : null;

    private static bool IsText(JsonNode? schema) => schema?["type"] switch
    {
        JsonArray types => types.Any(t => t!.GetValue<string>() == "string"),
        { } type => type.GetValue<string>() == "string",
        null => false,
    };

    private static string With(string good, string name, string? value)
    {
        var fields = JsonNode.Parse(good)!.AsObject().Where(f => f.Key != name).Select(f => $"{JsonSerializer.Serialize(f.Key)}:{f.Value!.ToJsonString()}");
        return $"{{{string.Join(',', value is null ? fields : fields.Append($"{JsonSerializer.Serialize(name)}:{value}"))}}}";
    }

    private static ByteArrayContent Json(string body) => Bytes(Encoding.UTF8.GetBytes(body), "application/json");

    private static ByteArrayContent Bytes(byte[] body, string type) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private static string Fill(string text, Caller caller) => text.Replace("{enrol}", caller.Evidence, StringComparison.Ordinal).Replace("{device}", caller.Own.Device, StringComparison.Ordinal);

    // The same for all endpoints: nothing that is asked here changes anything.
    private Task<(JsonNode Description, Caller Caller)> AskedOnceAsync() => Asked.GetValue(Server, _ => new Lazy<Task<(JsonNode, Caller)>>(async () => (await DescriptionAsync(), await CallerAsync()))).Value;

    private async Task<JsonNode> DescriptionAsync()
    {
        using var http = Server.Http();
        return JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Ct))!;
    }

    // Somebody with a phone, and somebody else with one.
    private async Task<Caller> CallerAsync()
    {
        var (token, own) = await HolderAsync();
        var (_, others) = await HolderAsync();
        var client = Server.Client();
        using var phone = new TestPhone(client);
        await phone.PinAsync(Ct);
        return new Caller(token, (await phone.EvidenceAsync(Protocols.Tickets.EvidencePurpose.Enrol, null, Ct)).Evidence, own, others);
    }

    private async Task<(string Token, Ids Ids)> HolderAsync()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        using var phone = new TestPhone(client);
        await phone.EnrolAsync(Ct);
        var token = client.AccessToken!;
        await phone.ActivateAsync(token, Ct);
        client.AccessToken = token;
        var registration = await Server.Client().StartRegistrationAsync(new Client.Accounts.StartRegistration(Person.NewEmail()), Ct);
        var adding = await client.AddIdentifierAsync(new Client.Accounts.AddIdentifier(Person.NewEmail(), person.Password), Ct);
        var reset = await Server.Client().StartResetAsync(new Client.Accounts.StartReset(Person.NewEmail()), Ct);
        return (token, new Ids((await client.GetSessionsAsync(Ct))[0].Id.ToString(), (await client.GetKnownDevicesAsync(Ct))[0].Id, phone.Id, registration.Registration, adding.Id, reset.Reset));
    }

    // Every row of every table but those that count tries, and the tree, which takes up what was logged before by itself.
    private Task<string> DigestAsync() => Server.WithDatabaseAsync(async db =>
    {
        var rows = new List<string>();
        await db.Database.OpenConnectionAsync(Ct);
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct().Where(t => t is not ("throttles" or "code_budgets") && !t.StartsWith("log_", StringComparison.Ordinal)))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // A table's name, of the model.
            command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync(Ct);
            while (await reader.ReadAsync(Ct))
            {
                rows.Add(table + string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader, i))));
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Order(StringComparer.Ordinal)))));
    });

    private static string Text(DbDataReader row, int column) =>
        row.GetValue(column) is byte[] bytes ? Convert.ToHexStringLower(bytes) : Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture) ?? "";

    private sealed record Bad(string What, string Path, HttpContent? Body, string? Field, string? Token = null);

    private sealed record Ids(string Session, string KnownDevice, string Device, string Registration, string Adding, string Reset);

    private sealed record Caller(string Token, string Evidence, Ids Own, Ids Others)
    {
        public string IdOf(string path) => Of(Own, path);

        // Who knows the id of a registration or reset may go on with it.
        public string[] OtherIdOf(string path) =>
            path.StartsWith("/api/v1/registrations", StringComparison.Ordinal) || path.StartsWith("/api/v1/password-resets", StringComparison.Ordinal) ? [] : [Of(Others, path)];

        private static string Of(Ids ids, string path) => path switch
        {
            _ when path.StartsWith("/api/v1/sessions", StringComparison.Ordinal) || path.StartsWith("/api/v1/restores", StringComparison.Ordinal) => ids.Session,
            _ when path.StartsWith("/api/v1/known-devices", StringComparison.Ordinal) => ids.KnownDevice,
            _ when path.StartsWith("/api/v1/devices", StringComparison.Ordinal) || path.StartsWith("/api/v1/computers", StringComparison.Ordinal) || path.StartsWith("/api/v1/firmware", StringComparison.Ordinal) => ids.Device,
            _ when path.StartsWith("/api/v1/registrations", StringComparison.Ordinal) => ids.Registration,
            _ when path.StartsWith("/api/v1/password-resets", StringComparison.Ordinal) => ids.Reset,
            _ when path.StartsWith("/api/v1/account/identifiers", StringComparison.Ordinal) => ids.Adding,
            _ when path.StartsWith("/api/v1/account/contacts", StringComparison.Ordinal) => ids.Session,
            _ => "",
        };
    }
}
