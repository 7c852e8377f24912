using Tenure.Server.Contacts.Contracts;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Contacts;

/// <summary>Messages between who has a phone in hand and its holder.</summary>
internal static class ContactsModule
{
    public static IServiceCollection AddContacts(this IServiceCollection services)
    {
        services.AddScoped<ContactBook>().AddScoped<ContactMails>().AddScoped<OpenContact>().AddScoped<FinderContacts>().AddScoped<HolderContacts>().AddScoped<ReportedContacts>();
        services.AddScoped<IErasure, EraseContacts>().AddScoped<IExportSource, ExportedContacts>().AddHostedService<SweepContacts>();
        return services;
    }

    public static void MapContacts(this IEndpointRouteBuilder app)
    {
        var contacts = app.MapGroup("/api/v1/contacts").WithTags("Contacts").AllowAnonymous();
        OpenContact.Map(contacts);
        FinderContacts.Map(contacts);
        HolderContacts.Map(app.MapGroup("/api/v1/account/contacts").WithTags("Contacts").RequireAuthorization(Policies.Holder));
    }
}
