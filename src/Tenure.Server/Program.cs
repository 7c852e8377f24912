using Microsoft.Extensions.Options;
using Tenure.Server.Accounts;
using Tenure.Server.Audit;
using Tenure.Server.Backups;
using Tenure.Server.Cases;
using Tenure.Server.Contacts;
using Tenure.Server.Data;
using Tenure.Server.Devices;
using Tenure.Server.Devices.Manifests;
using Tenure.Server.Documents;
using Tenure.Server.Exports;
using Tenure.Server.Flashing;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Flashing.Workshops;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Commands;
using Tenure.Server.Keys.Signing;
using Tenure.Server.Leaving;
using Tenure.Server.Operators;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Messages;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Platform.Pictures;
using Tenure.Server.Proofs;
using Tenure.Server.Sessions;
using Tenure.Server.SignIn;
using Tenure.Server.Tokens;

if (args is [PictureProgram.Verb, .. var picture])
{
    return PictureProgram.Run(picture);
}

if (ServerHelp.IsAskedFor(args))
{
    await Console.Out.WriteLineAsync(ServerHelp.Of([.. KeyCommand.Syntaxes, SignerProgram.Syntax, AuditVerify.Syntax, AuditProve.Syntax, ShowMessages.Syntax, ImportPasswords.Syntax, OperatorCommand.Syntax, ManifestCommand.Syntax, RomCommand.Syntax, WorkshopCommand.Syntax, GenerationCommand.Syntax, BackupCommand.BackupSyntax, BackupCommand.RestoreSyntax]));
    return 0;
}

try
{
    SecretArguments.Check(args);
}
catch (StartRefusedException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 2;
}

if (args is ["keys", .. var keys])
{
    return await KeyCommand.RunAsync(keys, Console.Out, TimeProvider.System, CancellationToken.None);
}

if (args is ["signer", .. var signer])
{
    return await SignerProgram.RunAsync(signer);
}

if (args is ["audit", "verify", .. var verify])
{
    return await AuditVerify.RunAsync(verify, HostConfiguration.CreateBuilder([]).Configuration, Console.Out, CancellationToken.None);
}

if (args is ["audit", "prove", .. var prove])
{
    return await AuditProve.RunAsync(prove, HostConfiguration.CreateBuilder([]).Configuration, Console.Out, CancellationToken.None);
}

if (args is ["passwords", "import", .. var import])
{
    return await ImportPasswords.RunAsync(import, Console.Out, TimeProvider.System, CancellationToken.None);
}

if (args is ["messages", .. var messages])
{
    return await ShowMessages.RunAsync(messages, HostConfiguration.CreateBuilder([]).Configuration, Console.Out, TimeProvider.System, CancellationToken.None);
}

if (args is ["backup", .. var backup])
{
    return await BackupCommand.BackUpAsync(backup, HostConfiguration.CreateBuilder([]).Configuration, Console.Out, TimeProvider.System, CancellationToken.None);
}

if (args is ["restore", .. var restore])
{
    if (await BackupCommand.RestoreAsync(restore, HostConfiguration.CreateBuilder([]).Configuration, Console.Out, CancellationToken.None) is not 0 and var failed)
    {
        return failed;
    }

    // What is put back is another life of the database.
    args = BackupCommand.GenerationArguments(restore);
}

try
{
    var operators = OperatorCommand.Parse(args);
    var manifests = ManifestCommand.Parse(args);
    if (manifests is { NeedsHost: false })
    {
        return await manifests.RunAsync(Console.Out, TimeProvider.System, CancellationToken.None);
    }

    var roms = RomCommand.Parse(args);
    if (roms is { NeedsHost: false })
    {
        return await roms.RunAsync(Console.Out);
    }

    var workshops = WorkshopCommand.Parse(args);
    if (workshops is { NeedsHost: false })
    {
        return await workshops.RunAsync(Console.Out);
    }

    var generation = GenerationCommand.Parse(args);
    var builder = HostConfiguration.CreateBuilder(operators?.HostArguments ?? manifests?.HostArguments ?? roms?.HostArguments ?? workshops?.HostArguments ?? generation?.HostArguments ?? (args is ["serve", .. var rest] ? rest : args));
    var folder = new DataFolder(builder.Configuration["Tenure:Data"] ?? "data");

    builder.Services
        .AddPlatform(builder.Configuration, builder.Environment, folder)
        .AddSessions()
        .AddSignIn(builder.Configuration)
        .AddAccounts(builder.Configuration)
        .AddProofs()
        .AddTokens(builder.Configuration)
        .AddKeys(builder.Configuration)
        .AddAudit(builder.Configuration)
        .AddOperators(builder.Configuration)
        .AddDevices(builder.Configuration)
        .AddDocuments(builder.Configuration)
        .AddFlashing(builder.Configuration)
        .AddLeaving(builder.Configuration)
        .AddExports(builder.Configuration)
        .AddContacts()
        .AddCases(builder.Configuration);

    var app = builder.Build();
    if (operators is not null)
    {
        return await operators.RunAsync(app.Services, Console.Out, CancellationToken.None);
    }

    if (manifests is not null)
    {
        return await manifests.RunAsync(app.Services, Console.Out, CancellationToken.None);
    }

    if (roms is not null)
    {
        return await roms.RunAsync(app.Services, Console.Out, CancellationToken.None);
    }

    if (workshops is not null)
    {
        return await workshops.RunAsync(app.Services, Console.Out, CancellationToken.None);
    }

    if (generation is not null)
    {
        return await generation.RunAsync(app.Services, Console.Out, CancellationToken.None);
    }

    app.UsePlatform();
    app.UseAuthentications();
    app.UseTokens();
    app.UseOperators();
    app.UseFlashing();
    app.UseAuthorization();
    app.UseSessions();
    app.UseForms();

    app.MapPlatform();
    app.MapSessions();
    app.MapSignIn();
    app.MapAccounts();
    app.MapProofs();
    app.MapTokens();
    app.MapKeys();
    app.MapAudit();
    app.MapDevices();
    app.MapDocuments();
    app.MapFlashing();
    app.MapLeaving();
    app.MapExports();
    app.MapContacts();
    app.MapCases();
    app.MapOperators();

    await app.Services.GetRequiredService<StartUp>().RunAsync(CancellationToken.None);
    await app.RunAsync();
    return 0;
}
catch (Exception refused) when (refused is StartRefusedException or OptionsValidationException)
{
    // The operator's mistake, not ours: one line says what to change.
    await Console.Error.WriteLineAsync(refused.Message);
    return 2;
}
