using Microsoft.Extensions.Options;
using Tenure.Server.Documents.Contracts;
using Tenure.Server.Documents.Pages;

namespace Tenure.Server.Documents;

/// <summary>Documents that people send to a case: resumable, looked at, kept for their time.</summary>
internal static class DocumentsModule
{
    public static IServiceCollection AddDocuments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DocumentOptions>().Bind(configuration.GetSection("Documents")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DocumentOptions>, DocumentOptionsValidator>();
        services.AddSingleton<DocumentStore>().AddSingleton<DocumentKeys>().AddSingleton<DocumentReaders>().AddSingleton<DocumentSignal>().AddSingleton<DocumentsLog>();
        services.AddScoped<DocumentFolders>().AddScoped<DocumentDoor>().AddScoped<DrawingBudget>().AddScoped<BeginDocument>().AddScoped<AppendDocument>().AddScoped<GetDocumentOffset>().AddScoped<RemoveDocument>().AddScoped<ListDocuments>().AddScoped<LookAtDocument>().AddScoped<SubmitDocuments>();
        services.AddHostedService<LookAtDocuments>().AddHostedService<SweepDocuments>();
        return services;
    }

    public static void MapDocuments(this IEndpointRouteBuilder app)
    {
        var documents = app.MapGroup(Tus.Path).WithTags("Documents").AllowAnonymous();
        ListDocuments.Map(documents);
        BeginDocument.Map(documents);
        GetDocumentOffset.Map(documents);
        AppendDocument.Map(documents);
        RemoveDocument.Map(documents);
        SubmitDocuments.Map(app);
        DropDocument.Map(app);
    }
}
