using Microsoft.Extensions.Options;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Addresses;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Accounts.Pages;
using Tenure.Server.Accounts.Pictures;
using Tenure.Server.Accounts.Resets;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Pages;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts;

internal static class AccountsModule
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RegistrationOptions>().Bind(configuration.GetSection("Registration")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RegistrationOptions>, RegistrationOptionsValidator>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RegistrationOptions>>().Value.ToRules());
        services.AddOptions<PasswordOptions>().Validate(
            o => o.Filter.Length == 0 || LeakedPasswords.Is(o.Filter), "Passwords:Filter names no filter of passwords, or not all of one. Make it with: Tenure.Server passwords import (docs/operate/passwords.md).");
        services.AddSingleton(provider => CommonPasswords.Policy(provider.GetRequiredService<IOptions<PasswordOptions>>()));
        services.AddSingleton(provider => provider.GetRequiredService<PasswordPolicy>().Rules);
        services.AddSingleton<AccountLog>();
        services.AddHttpContextAccessor().AddScoped<SecurityEvents>().AddScoped<ListSecurityEvents>();
        services.AddScoped<AccountDirectory>().AddScoped<PasswordStepUp>().AddScoped<AccountChange>();
        services.AddScoped<AddressCodes>().AddScoped<BeginRegistration>().AddScoped<ResendRegistrationCode>().AddScoped<VerifyRegistration>().AddScoped<CompleteRegistration>();
        services.AddScoped<Notices>().AddScoped<CodeSms>().AddScoped<AddressLimits>().AddScoped<AddressAnnouncement>().AddScoped<ChangeAddresses>();
        services.AddScoped<ListAddresses>().AddScoped<BeginAddress>().AddScoped<ResendAddressCode>().AddScoped<ConfirmAddress>().AddScoped<RemoveAddress>().AddScoped<MakeAddressFirst>().AddScoped<UndoAddressChange>().AddScoped<AddressUndo>();
        services.AddScoped<ResetProofs>().AddScoped<BeginReset>().AddScoped<VerifyReset>().AddScoped<SendResetProof>().AddScoped<ResetPassword>().AddScoped<UndoReset>().AddScoped<AccountRecovery>();
        services.AddScoped<IErasure, EraseProfile>().AddScoped<IExportSource, ExportedProfile>();
        services.AddScoped<GetAccount>().AddScoped<ChangeProfile>().AddScoped<ReplacePassword>().AddScoped<GradePassword>();
        services.AddHostedService<SweepRegistrations>().AddHostedService<SweepSecurityEvents>().AddHostedService<SweepAddresses>().AddHostedService<SweepResets>();
        services.AddSingleton<PictureQueue>().AddSingleton<PictureLog>();
        services.AddScoped<PictureStore>().AddScoped<SetPicture>().AddScoped<GetPicture>().AddScoped<RemovePicture>();
        services.AddSingleton(new HeaderPart(typeof(AccountBadge)));
        services.PostConfigure<RequestLocalizationOptions>(o => o.RequestCultureProviders.Insert(0, new AccountLanguage()));
        return services;
    }

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var registrations = app.MapGroup("/api/v1/registrations").WithTags("Registration").AllowAnonymous();
        BeginRegistration.Map(registrations);
        ResendRegistrationCode.Map(registrations);
        VerifyRegistration.Map(registrations);
        CompleteRegistration.Map(registrations);

        var resets = app.MapGroup("/api/v1/password-resets").WithTags("Password reset").AllowAnonymous();
        BeginReset.Map(resets);
        VerifyReset.Map(resets);
        SendResetProof.Map(resets);
        ResetPassword.Map(resets);

        var account = app.MapGroup("/api/v1/account").WithTags("Account").RequireAuthorization(Policies.Holder);
        GetAccount.Map(account);
        ChangeProfile.Map(account);
        ReplacePassword.Map(account);
        ListSecurityEvents.Map(account);
        SetPicture.Map(account);
        GetPicture.Map(account);
        RemovePicture.Map(account);

        var identifiers = account.MapGroup("/identifiers");
        ListAddresses.Map(identifiers);
        BeginAddress.Map(identifiers);
        ResendAddressCode.Map(identifiers);
        ConfirmAddress.Map(identifiers);
        RemoveAddress.Map(identifiers);
        MakeAddressFirst.Map(identifiers);

        SwitchLanguage.Map(app);
        SubmitPicture.Map(app);
        GradePassword.Map(app);
        GetPicture.MapPage(app);
    }
}
