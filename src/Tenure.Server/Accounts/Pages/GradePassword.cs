using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Addresses;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Pages;

/// <summary>Tells the page on which a password is chosen how it stands while it is typed. Nothing of it is kept; what counts is decided when the form is sent.</summary>
internal sealed class GradePassword(PasswordPolicy policy, AccountDirectory accounts, RateLimits limits, IOptions<PasswordOptions> options)
{
    /// <summary>Asked by the page of a registration.</summary>
    public const string PathOfRegistration = "/register/password/grade";

    /// <summary>Asked by the page of a reset.</summary>
    public const string PathOfReset = "/reset/password/grade";

    /// <summary>Asked by the page of a signed-in person.</summary>
    public const string PathOfAccount = "/security/password/grade";

    // A form with the longest password and nickname, in percent signs, and its token.
    private const int LongestBody = 8192;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(PathOfRegistration, async Task<Results<Ok<Mark>, RefusalResult>> (
            HttpContext context, GradePassword grade, StepCookie steps, [FromForm(Name = "password")] string? password, [FromForm(Name = "nickname")] string? nickname, CancellationToken ct) =>
        {
            // Whoever has proven an address may ask, and learns nothing but what belongs to it.
            return steps.Read<RegistrationSteps>(context, RegistrationSteps.Cookie) is { Verified: true } registration
                ? Answered(context, await grade.OfAddressAsync(registration.Email, nickname, alwaysAsk: false, password ?? "", context.CallerNetwork, ct))
                : TypedResults.Refused(AccountRefusals.RegistrationUnverified);
        })
            .WithMetadata(new RequestSizeLimitAttribute(LongestBody)).AllowAnonymous().ExcludeFromDescription();

        app.MapPost(PathOfReset, async Task<Results<Ok<Mark>, RefusalResult>> (
            HttpContext context, GradePassword grade, StepCookie steps, [FromForm(Name = "password")] string? password, CancellationToken ct) =>
        {
            // As above: whoever has proven one address learns nothing about the account's other data.
            return steps.Read<ResetSteps>(context, ResetSteps.Cookie) is { Proven: not null } reset
                ? Answered(context, await grade.OfAddressAsync(reset.Address, nickname: null, reset.IsAlwaysAsk(grade.Rules), password ?? "", context.CallerNetwork, ct))
                : TypedResults.Refused(AccountRefusals.ResetOver);
        })
            .WithMetadata(new RequestSizeLimitAttribute(LongestBody)).AllowAnonymous().ExcludeFromDescription();

        app.MapPost(PathOfAccount, async Task<Results<Ok<Mark>, RefusalResult>> (
            HttpContext context, CurrentAccount holder, GradePassword grade, [FromForm(Name = "password")] string? password, CancellationToken ct) =>
            Answered(context, await grade.OfAccountAsync(holder.Id, password ?? "", context.CallerNetwork, ct)))
            .WithMetadata(new RequestSizeLimitAttribute(LongestBody)).RequireAuthorization(Policies.Page).ExcludeFromDescription();
    }

    private PasswordRules Rules => policy.Rules;

    private async Task<Answer<Mark>> OfAddressAsync(string typed, string? nickname, bool alwaysAsk, string password, Network network, CancellationToken ct)
    {
        var name = Nickname.Read(nickname, out var read) is null ? read : null;
        return await LimitAsync(network, ct) is { } full ? full
            : Of(password, new PersonalWords(TypedAddress.Read(typed, "email", out var address) is null ? [address] : [], Number: null, name), alwaysAsk);
    }

    private async Task<Answer<Mark>> OfAccountAsync(AccountId holder, string password, Network network, CancellationToken ct)
    {
        if (await LimitAsync(network, ct) is { } full)
        {
            return full;
        }

        var facts = await accounts.GetAsync(holder, ct);
        return Of(password, new PersonalWords(facts.Addresses, facts.Number, facts.Nickname), facts.AlwaysAsk);
    }

    private Task<Refusal?> LimitAsync(Network network, CancellationToken ct) => limits.TakeAsync(RateLimit.Hourly(options.Value.GradesPerNetwork), "password-grade", network.Prefix, ct);

    private Answer<Mark> Of(string password, PersonalWords personal, bool alwaysAsk)
    {
        if (WellFormedText.Check(password, "password") is { } malformed)
        {
            return malformed;
        }

        var (grade, refusal) = policy.Grade(password, personal, alwaysAsk);
        return new Mark((int)grade, PasswordRulesText.PlaceOf(refusal));
    }

    private static Results<Ok<Mark>, RefusalResult> Answered(HttpContext context, Answer<Mark> answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Ok(answer.Value);
    }

    /// <summary>One digit each: the length of an answer tells nobody on the way what it says.</summary>
    /// <param name="Grade">1 weak, 2 fair, 3 good, 4 strong.</param>
    /// <param name="Rule">The place of the first rule that is not met in the page's list; 0 when all are.</param>
    internal sealed record Mark(int Grade, int Rule);
}
