using System.CommandLine;
using Tenure.Cli.Account;
using Tenure.Cli.Computer;
using Tenure.Client.Flashing;

namespace Tenure.Cli.Workshops;

/// <summary><c>tenure workshop</c>: the workshops of a server. The server's own program does it, which alone opens the database; here it gets its arguments. Only what a head does goes over the network.</summary>
internal sealed class WorkshopCommands(CommandStreams streams, WorkshopText text)
{
    private readonly Option<string?> data = new("--data") { Description = text.HelpData };
    private readonly Option<string?> database = new("--database") { Description = text.HelpDatabase };

    public static Command Create(CommandStreams streams)
    {
        var text = WorkshopText.Languages.OfTerminal;
        var commands = new WorkshopCommands(streams, text);
        var head = new Option<bool>("--head") { Description = text.HelpHead };
        return new Command("workshop", text.HelpWorkshop)
        {
            commands.Make(["add"], text.HelpAdd, null, Name()),
            commands.Make(["list"], text.HelpList, null),
            commands.Make(["remove"], text.HelpRemove, null, Name()),
            new Command("member", text.HelpMember)
            {
                commands.Make(["member", "add"], text.HelpMemberAdd, head, Name(), Number()),
                commands.Make(["member", "remove"], text.HelpMemberRemove, null, Name(), Number()),
            },
            new Command("staff", text.HelpStaff) { Staff(streams, text, isRemoved: false), Staff(streams, text, isRemoved: true) },
        };

        Argument<string> Name() => new("name") { Description = text.HelpName };
        Argument<string> Number() => new("number") { Description = text.HelpNumber };
    }

    // Of a head, over the network: the other commands are the operator's.
    private static Command Staff(CommandStreams streams, WorkshopText text, bool isRemoved)
    {
        var (name, number) = (new Argument<string>("name") { Description = text.HelpName }, new Argument<string>("number") { Description = text.HelpNumber });
        var passwordStdin = new Option<bool>("--password-stdin") { Description = ComputerText.Languages.OfTerminal.HelpPasswordStdin };
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command(isRemoved ? "remove" : "add", isRemoved ? text.HelpStaffRemove : text.HelpStaffAdd) { name, number, language, json };
        if (!isRemoved)
        {
            command.Add(passwordStdin);
        }

        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var (workshop, person) = (parsed.GetRequiredValue(name), parsed.GetRequiredValue(number));
            return AccountCommands.WithClientAsync(streams, output, AccountText.Languages.OfTerminal, async client =>
            {
                if (isRemoved)
                {
                    await client.RemoveWorkshopMemberAsync(new RemoveWorkshopMember(workshop, person), ct);
                }
                else
                {
                    var password = await new AskedProofs(client, streams, output) { PasswordStdin = parsed.GetValue(passwordStdin) }.PasswordAsync(ct);
                    await client.AddWorkshopMemberAsync(new AddWorkshopMember(workshop, person, password), ct);
                }

                return output.Tell(new { workshop, number = person, works = !isRemoved }, CommandOutput.Format(isRemoved ? text.StaffRemoved : text.StaffAdded, person, workshop));
            }, ct);
        });
        return command;
    }

    private Command Make(string[] verb, string help, Option<bool>? flag, params Argument<string>[] values)
    {
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command(verb[^1], help) { language, json, data, database };
        if (flag is not null)
        {
            command.Add(flag);
        }

        foreach (var value in values)
        {
            command.Add(value);
        }

        command.SetAction((parsed, ct) =>
        {
            List<string> arguments = ["workshop", .. verb, .. values.Select(value => parsed.GetRequiredValue(value))];
            foreach (var option in (Option<string?>[])[data, database, language])
            {
                if (parsed.GetValue(option) is { } given)
                {
                    arguments.AddRange([option.Name, given]);
                }
            }

            if (flag is not null && parsed.GetValue(flag))
            {
                arguments.Add(flag.Name);
            }

            if (parsed.GetValue(json))
            {
                arguments.Add("--json");
            }

            return ServerProgram.RunAsync(streams, new CommandOutput(streams, parsed.GetValue(json)), arguments, streams.Out.WriteLine, ct);
        });
        return command;
    }
}
