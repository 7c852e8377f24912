using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tenure.Flash.Packages;
using Tenure.Protocols.Firehose;

namespace Tenure.Flash.Scripts;

/// <summary>
/// Reads flash_all.sh and flash_all.bat as data: a line is one of those that such scripts are known to have, or the script is refused with its number. Nothing is ever given to a shell.
/// </summary>
public static partial class FlashScript
{
    /// <summary>Bytes of a script, at most.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Lines of a script, at most.</summary>
    public const int MaxLines = 4096;

    private const int MaxLineLength = 1024;

    /// <summary>Reads a script.</summary>
    /// <param name="file">Its name; the end says which of the two grammars it has.</param>
    /// <param name="bytes">Of the script.</param>
    /// <returns>Its steps; a check of the product is among them.</returns>
    /// <exception cref="PackageException"><see cref="PackageFault.ScriptRefused"/>.</exception>
    public static IReadOnlyList<FastbootStep> Read(string file, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (bytes.Length > MaxBytes)
        {
            throw new PackageException(PackageFault.ScriptRefused, $"A script has at most {MaxBytes} bytes.", file);
        }

        var lines = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n');
        var reading = new Reading(file, file.EndsWith(".bat", StringComparison.OrdinalIgnoreCase));
        for (var i = 0; i < lines.Length; i++)
        {
            // Comments may be in any language; all else is short and ASCII.
            var line = Spaces().Replace(lines[i].Trim(), " ");
            if (i >= MaxLines || line.Length > MaxLineLength)
            {
                throw reading.Refused(i + 1, "The script, or this line, is too long.");
            }

            reading.Take(i + 1, line);
        }

        return reading.End(lines.Length);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // Names of partitions and variables, and what stands in scripts for the script's own folder.
    private const string Name = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";
    private const string Variable = "[A-Za-z][A-Za-z0-9_:-]{0,63}";
    private const string File = "[A-Za-z0-9][A-Za-z0-9_./\\\\-]{0,200}";
    private const string Here = "(?:`dirname \\$0`/|\\$\\(dirname \\$0\\)/)";

    // What both kinds of script send. In .sh the rest of the command has a line of its own.
    private const string Command =
        "(?:(?<erase>erase) (?<partition>" + Name + ")|(?<flash>flash) (?<partition>" + Name + ") \"?(?:" + Here + "|%~dp0\\\\?)(?<file>" + File + ")\"?"
        + "|(?<active>set_active|--set-active=?) ?(?<slot>[ab])|(?<lock>oem lock|flashing lock)|(?<reboot>reboot(?:-bootloader| bootloader)?))";

    private const string Error = "(?: \\|\\| @?echo [^&|<>%$`]{1,100}(?: && pause)? && exit (?:/B )?1)?$";

    [GeneratedRegex("^fastboot \\$\\* " + Command + "$")]
    private static partial Regex ShellCommand();

    [GeneratedRegex("^fastboot %\\* " + Command + Error, RegexOptions.IgnoreCase)]
    private static partial Regex BatchCommand();

    [GeneratedRegex("^fastboot \\$\\* getvar (?<variable>" + Variable + ") 2>&1 ?\\| ?grep (?:-E )?\"(?<pattern>[^\"]{1,300})\"$")]
    private static partial Regex ShellCheck();

    [GeneratedRegex("^fastboot %\\* getvar (?<variable>" + Variable + ") 2>&1 ?\\| ?findstr /r /c:\"(?<pattern>[^\"]{1,300})\"(?<or> \\|\\| (?:(?<only>@?echo [^&|<>%$`]{1,100})|@?echo [^&|<>%$`]{1,100}(?: && pause)? && exit (?:/B )?1|exit (?:/B )?1))?$", RegexOptions.IgnoreCase)]
    private static partial Regex BatchCheck();

    [GeneratedRegex("^\\^(?<variable>" + Variable + "): ?\\*?(?<value>[A-Za-z0-9][A-Za-z0-9_-]{0,63})(?<end>\\$?)$")]
    private static partial Regex Pattern();

    [GeneratedRegex("^if \\[ \\$\\? -ne 0 \\] ?; ?then(?<inline> echo \"[^\"$`]{1,100}\" ?; ?exit 1 ?; ?fi)?$")]
    private static partial Regex ShellOnError();

    [GeneratedRegex("^(?:echo \"[^\"$`]{1,100}\"|exit 1|fi)$")]
    private static partial Regex ShellErrorBody();

    [GeneratedRegex("^if \\[ \\$\\? -eq 0 \\] ?; ?then$")]
    private static partial Regex ShellOnFound();

    [GeneratedRegex("^if %errorlevel% equ 0 \\($", RegexOptions.IgnoreCase)]
    private static partial Regex BatchOnFound();

    [GeneratedRegex("^(?:set )?CURRENT_ANTI_VER=(?<index>[0-9]{1,9})$")]
    private static partial Regex OwnIndex();

    [GeneratedRegex("^ver=`fastboot \\$\\* getvar (?<variable>anti|rollback_ver) 2>&1 ?\\| ?grep -oP \"\\k<variable>: \\\\K\\[0-9\\]\\+\"`$")]
    private static partial Regex ShellIndex();

    [GeneratedRegex("^for /f \"tokens=2 delims=: \" %%i in \\('fastboot %\\* getvar (?<variable>anti|rollback_ver) 2\\^>\\^&1 \\^\\| findstr /r /c:\"\\k<variable>:\"'\\) do \\( ?set version=%%i ?\\)$", RegexOptions.IgnoreCase)]
    private static partial Regex BatchIndex();

    [GeneratedRegex("^if (?:\\[ \\$ver -gt \\$CURRENT_ANTI_VER \\] ?; ?then echo \"[^\"$`]{1,100}\" ?; ?exit 1 ?; ?fi|%version% GTR %CURRENT_ANTI_VER% (?:set anticheck=\"[^\"%&|]{1,100}\"|\\( ?@?echo \"[^\"%&|]{1,100}\" & exit (?:/B )?1 ?\\)))$", RegexOptions.IgnoreCase)]
    private static partial Regex Compared();

    // Lines that say the same as what is done here anyway: an index that is not known counts as 0, and the package's file is looked at.
    [GeneratedRegex(
        "^(?:@?echo off|@?echo(?: [A-Za-z0-9 ._-]{0,100})?|pause|sleep [0-9]{1,3}|(?:timeout|ping) [A-Za-z0-9 ./>-]{1,60}|setlocal|exit (?:/B )?0"
        + "|if \\[ -z \"\\$ver\" \\] ?; ?then ver=0 ?; ?fi|if \\[ -z \"\\$CURRENT_ANTI_VER\" \\] ?; ?then CURRENT_ANTI_VER=0 ?; ?fi"
        + "|if \\[ \\$\\? -ne 0 \\] ?; ?then ver=0 ?; ?fi"
        + "|if \\[%version%\\] EQU \\[\\] set version=0|if \\[%CURRENT_ANTI_VER%\\] EQU \\[\\] set CURRENT_ANTI_VER=0"
        + "|set anticheck=\"antirollback check pass\"|echo %anticheck% ?\\| ?findstr /r /c:\"pass\" \\|\\| @?echo \"[^\"%&|]{1,100}\" && exit (?:/B )?1"
        + "|if exist \"?%~dp0images\\\\anti_version\\.txt\"? \\(for /f \"(?:usebackq|delims==)\" %%a in \\(\"?%~dp0images\\\\anti_version\\.txt\"?\\) do \\(set CURRENT_ANTI_VER=%%a\\)\\))$", RegexOptions.IgnoreCase)]
    private static partial Regex SaysNothing();

    // Three lines in a row, with the file's number in the middle.
    [GeneratedRegex("^if \\[ -e " + Here + "images/anti_version\\.txt \\] ?; ?then$")]
    private static partial Regex FileIndexBegins();

    [GeneratedRegex("^CURRENT_ANTI_VER=`cat " + Here + "images/anti_version\\.txt`$")]
    private static partial Regex FileIndexRead();

    /// <summary>The place in a script, and what was found before it.</summary>
    private sealed class Reading(string file, bool isBatch)
    {
        private readonly List<FastbootStep> steps = [];
        private VariableStart? condition;
        private (int Line, string Variable, IReadOnlyList<VariableStart> OneOf)? asked;
        private string? expects;
        private string? indexVariable;
        private uint? index;
        private bool isFileLast;
        private bool mayFail;
        private bool isOver;

        public PackageException Refused(int line, string message) => new(PackageFault.ScriptRefused, message, file, line);

        public void Take(int number, string line)
        {
            if (line.Length == 0 || line.StartsWith(isBatch ? "::" : "#", StringComparison.Ordinal) || (isBatch && line.StartsWith("rem ", StringComparison.OrdinalIgnoreCase)))
            {
                return;
            }

            if (line.Any(c => c is < ' ' or > '~'))
            {
                throw Refused(number, "Only comments have other letters than ASCII.");
            }

            if (expects is not null)
            {
                Expected(number, line);
            }
            else if (asked is not null)
            {
                Answered(number, line);
            }
            else if (!(Closes(line) || Steps(number, line) || Checks(number, line) || Index(number, line) || OnError(line) || SaysNothing().IsMatch(line)))
            {
                throw Refused(number, "No line that a flash script has.");
            }
        }

        public List<FastbootStep> End(int lines)
        {
            if (asked is not null || expects is not null || condition is not null || indexVariable is not null)
            {
                throw Refused(lines, "The script ends in the middle of something.");
            }

            return steps.Any(step => step is CheckStep { Variable: "product", OnlyIf: null })
                ? steps
                : throw Refused(lines, "A flash script checks the product.");
        }

        private bool Closes(string line)
        {
            if (condition is null || line != (isBatch ? ")" : "fi"))
            {
                return false;
            }

            (condition, mayFail) = (null, false);
            return true;
        }

        private bool Steps(int number, string line)
        {
            var match = (isBatch ? BatchCommand() : ShellCommand()).Match(line);
            if (!match.Success)
            {
                return false;
            }

            if (isOver)
            {
                throw Refused(number, "After a restart of the system nothing more can be done.");
            }

            var partition = match.Groups["partition"].Value;
            FastbootStep step = match switch
            {
                _ when match.Groups["erase"].Success => new EraseStep(number, partition, condition),
                _ when match.Groups["flash"].Success => new FlashStep(number, partition, FileName(number, match.Groups["file"].Value), condition),
                _ when match.Groups["active"].Success => new ActivateStep(number, match.Groups["slot"].Value[0], condition),
                _ when match.Groups["lock"].Success => new LockStep(number, match.Groups["lock"].Value, condition),
                _ => new RebootStep(number, match.Groups["reboot"].Value != "reboot", condition),
            };
            steps.Add(step);
            mayFail = true;
            isOver = step is RebootStep { ToBootloader: false };
            return true;
        }

        private string FileName(int number, string name)
        {
            name = name.Replace('\\', '/');
            return FlashList.IsSafeName(name) ? name : throw Refused(number, "A file's name leads out of the package.");
        }

        private bool Checks(int number, string line)
        {
            var match = (isBatch ? BatchCheck() : ShellCheck()).Match(line);
            if (!match.Success)
            {
                return false;
            }

            var variable = match.Groups["variable"].Value;
            var oneOf = match.Groups["pattern"].Value.Split('|').Select(part => Pattern().Match(part)).ToList();
            if (condition is not null || oneOf.Any(part => !part.Success || part.Groups["variable"].Value != variable))
            {
                throw Refused(number, "No check that is known.");
            }

            asked = (number, variable, [.. oneOf.Select(part => new VariableStart(variable, part.Groups["value"].Value, part.Groups["end"].Length > 0))]);
            if (match.Groups["only"].Success)
            {
                // Says it here, and ends in the line after, which asks once more.
                asked = null;
            }
            else if (match.Groups["or"].Success)
            {
                Check();
            }

            return true;
        }

        private void Check()
        {
            steps.Add(new CheckStep(asked!.Value.Line, asked.Value.Variable, asked.Value.OneOf));
            asked = null;
        }

        // The line after a question says what the answer means.
        private void Answered(int number, string line)
        {
            var onError = isBatch ? null : ShellOnError().Match(line);
            if (onError is { Success: true })
            {
                expects = onError.Groups["inline"].Success ? null : "error";
                Check();
            }
            else if (asked!.Value.OneOf is [var only] && (isBatch ? BatchOnFound() : ShellOnFound()).IsMatch(line))
            {
                (condition, asked) = (only, null);
            }
            else
            {
                throw Refused(number, "After a question the script says what the answer means.");
            }
        }

        private bool OnError(string line)
        {
            if (isBatch || !mayFail || ShellOnError().Match(line) is not { Success: true } match)
            {
                return false;
            }

            expects = match.Groups["inline"].Success ? null : "error";
            mayFail = false;
            return true;
        }

        private void Expected(int number, string line)
        {
            // A shell keeps what was set last.
            isFileLast |= expects == "file";
            expects = expects switch
            {
                "error" when line == "fi" => null,
                "error" when ShellErrorBody().IsMatch(line) => "error",
                "file" when FileIndexRead().IsMatch(line) => "fi",
                "fi" when line == "fi" => null,
                _ => throw Refused(number, "No line that belongs here."),
            };
        }

        private bool Index(int number, string line)
        {
            if (OwnIndex().Match(line) is { Success: true } own)
            {
                (index, isFileLast) = (uint.Parse(own.Groups["index"].Value, CultureInfo.InvariantCulture), false);
            }
            else if ((isBatch ? BatchIndex() : ShellIndex()).Match(line) is { Success: true } question)
            {
                indexVariable = question.Groups["variable"].Value;
            }
            else if (indexVariable is not null && Compared().IsMatch(line))
            {
                steps.Add(new AntiRollbackStep(number, indexVariable, index, isFileLast, condition));
                indexVariable = null;
            }
            else if (!isBatch && FileIndexBegins().IsMatch(line))
            {
                expects = "file";
            }
            else
            {
                return false;
            }

            return true;
        }
    }
}
