using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Tenure.Cli.Computer;
using Tenure.Flash.Links;

namespace Tenure.Cli.Flash.Ui;

/// <summary>The page of <c>tenure flash --ui</c>. It works without a script, by its own reload; with one its rows change in place.</summary>
internal static class FlashPage
{
    public const string Style = """
        :root { color-scheme: light dark; --line: light-dark(#c9ced6, #454b55); --soft: light-dark(#f4f6f8, #1b1e23); --act: light-dark(#0b57d0, #a8c7fa); --on-act: light-dark(#fff, #062e6f); }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 0 auto; padding: 1rem; color: light-dark(#1b1b1f, #e4e4e9); background: light-dark(#fff, #111318); }
        a { color: var(--act); }
        nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
        nav a { padding: .5rem 0; }
        nav a[aria-current] { font-weight: 600; text-decoration: none; }
        h1 { font-size: 1.75rem; line-height: 1.25; margin: .75rem 0; }
        h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
        .order { max-width: 44rem; }
        .order > label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
        input[type=text], input[type=password], textarea { width: 100%; box-sizing: border-box; font: inherit; padding: .6rem .75rem; border: 1px solid light-dark(#6c7380, #8b929e); border-radius: .5rem; background: transparent; color: inherit; }
        fieldset { margin: 1.25rem 0; padding: .5rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
        legend { font-weight: 600; padding: 0 .25rem; }
        fieldset label { display: flex; gap: .6rem; align-items: baseline; padding: .5rem 0; }
        button { font: inherit; padding: .6rem 1.25rem; min-height: 2.75rem; border: 1px solid var(--act); border-radius: .5rem; background: transparent; color: var(--act); }
        button.main { background: var(--act); color: var(--on-act); font-weight: 600; }
        :focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        caption, thead th { text-align: start; }
        caption { font-size: 1.25rem; font-weight: 600; margin: 2rem 0 .5rem; }
        thead th { color: light-dark(#4c535e, #b3bac5); font-weight: 600; }
        th, td { text-align: start; vertical-align: baseline; padding: .6rem .75rem .6rem 0; border-bottom: 1px solid var(--line); }
        tbody th { overflow-wrap: break-word; }
        input[type=checkbox] { width: 1.5rem; height: 1.5rem; margin: 0; vertical-align: middle; }
        progress { width: 8rem; max-width: 100%; accent-color: var(--act); }
        .number { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .now, .wait { display: block; }
        .wait { color: light-dark(#4c535e, #b3bac5); }
        .good { color: light-dark(#0a6b2d, #6fdc8c); font-weight: 600; }
        .bad { color: light-dark(#a4000f, #ff8389); font-weight: 600; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; max-height: 20rem; overflow: auto; font-size: .875rem; }
        pre:empty { display: none; }
        @media (max-width: 48rem) {
          table, tbody, caption { display: block; }
          thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
          tbody tr { display: block; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; margin: .75rem 0; }
          tbody th, tbody td { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .5rem; border: 0; padding: .25rem 0; overflow-wrap: anywhere; }
          tbody th::before, tbody td::before { content: attr(data-name); color: light-dark(#4c535e, #b3bac5); font-weight: 400; }
          tbody td.act { display: block; }
          tbody td.act:not(:has(button:not([hidden]))) { display: none; }
          td.act button { width: 100%; }
        }
        """;

    public const string Script = """
        'use strict';
        const rows = document.getElementById('rows'), log = document.getElementById('log'), news = document.getElementById('news');
        const found = document.getElementById('found');
        const state = 'state' + location.search;
        let before = '', seen = '';
        async function find() {
          const now = await (await fetch('found' + location.search)).text();
          if (now === seen) return;
          const chosen = [...found.querySelectorAll('input:checked')].map(one => one.value);
          const at = found.contains(document.activeElement) ? document.activeElement.value : null;
          found.innerHTML = seen = now;
          for (const one of found.querySelectorAll('input')) {
            one.checked = chosen.includes(one.value);
            if (one.value === at) one.focus();
          }
        }
        setInterval(() => find().catch(() => {}), 2000);
        async function look() {
          const jobs = await (await fetch(state)).json();
          const asked = jobs.filter(job => job.question).map(job => job.id + '.' + job.question.round).join();
          const shown = [...document.querySelectorAll('.asked')].map(one => one.dataset.round).join();
          const typed = [...document.querySelectorAll('.asked input:not([type=hidden])')].some(one => one.value);
          if (jobs.length !== rows.rows.length || (asked !== shown && !typed)) { location.reload(); return; }
          jobs.forEach((job, i) => {
            const cells = rows.rows[i].cells;
            cells[2].querySelector('progress').value = job.percent;
            cells[2].querySelector('.number').textContent = job.percent + ' %';
            cells[3].firstElementChild.textContent = job.elapsed;
            cells[4].querySelector('.now').textContent = job.status;
            cells[4].querySelector('.wait').textContent = job.wait;
            cells[5].firstElementChild.textContent = job.result;
            cells[5].firstElementChild.className = job.running ? '' : job.good ? 'good' : 'bad';
            const stop = cells[6].querySelector('button');
            if (stop) stop.hidden = !job.running;
          });
          log.textContent = jobs.map(job => job.device + '\n' + job.log).join('\n');
          const now = jobs.filter(job => !job.running).map(job => job.device + ': ' + job.result).join('. ');
          if (now !== before) { news.textContent = before = now; }
        }
        if (rows) setInterval(() => look().catch(() => {}), 1000);
        """;

    private static readonly (string Tag, string Name)[] Languages = [("en", "English"), ("zh-Hans", "简体中文"), ("ru", "Русский"), ("de", "Deutsch"), ("es", "Español")];

    public static string Html(FlashText text, string tag, string package, IReadOnlyList<FlashJobState> jobs, IReadOnlyList<FoundDevice> found, string? problem = null, string devices = "", IReadOnlyList<string>? chosen = null)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html><html lang=\"").Append(tag).Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.Append("<title>").Append(Safe(text.UiTitle)).Append("</title><link rel=\"stylesheet\" href=\"flash.css\">");
        if (jobs.Any(job => job.Running) && jobs.All(job => job.Question is null))
        {
            html.Append("<noscript><meta http-equiv=\"refresh\" content=\"3; url=./?lang=").Append(tag).Append("\"></noscript>");
        }

        html.Append("<script src=\"flash.js\" defer></script></head><body><nav aria-label=\"").Append(Safe(text.UiLanguage)).Append("\">");
        foreach (var (other, name) in Languages)
        {
            html.Append("<a href=\"./?lang=").Append(other).Append("\" lang=\"").Append(other).Append('"').Append(other == tag ? " aria-current=\"true\">" : ">").Append(name).Append("</a>");
        }

        html.Append("</nav><main><h1>").Append(Safe(text.UiTitle)).Append("</h1>");
        if (problem is not null)
        {
            html.Append("<p class=\"bad\" role=\"alert\">").Append(Safe(problem)).Append("</p>");
        }

        html.Append("<form class=\"order\" method=\"post\" action=\"start?lang=").Append(tag).Append("\"><label for=\"package\">").Append(Safe(text.HelpPackage)).Append("</label><input type=\"text\" id=\"package\" name=\"package\" required value=\"").Append(Safe(package)).Append("\">");
        var words = FoundText.Languages.Find(tag)!;
        Connected(html, words, text.UiFlash, found, chosen ?? []);
        html.Append("<label for=\"devices\">").Append(Safe(text.UiDevices)).Append("</label><textarea id=\"devices\" name=\"devices\" rows=\"3\" spellcheck=\"false\">").Append(Safe(devices)).Append("</textarea>");
        html.Append("<fieldset><legend>").Append(Safe(text.UiData)).Append("</legend>");
        foreach (var (value, label) in new[] { ("clean", text.HelpClean), ("keep", text.HelpKeepData), ("lock", text.HelpLock) })
        {
            html.Append("<label><input type=\"radio\" name=\"data\" required value=\"").Append(value).Append("\"> ").Append(Safe(label)).Append("</label>");
        }

        html.Append("</fieldset><p><button class=\"main\">").Append(Safe(text.UiFlash)).Append("</button> <button formnovalidate formaction=\"look?lang=").Append(tag).Append("\">").Append(Safe(words.UiLook)).Append("</button></p></form>");
        html.Append("<p id=\"news\" role=\"status\" aria-live=\"polite\"></p>");
        foreach (var job in jobs.Where(job => job.Question is not null))
        {
            Ask(html, text, ComputerText.Languages.Find(tag)!, tag, job, job.Question!);
        }

        if (jobs.Count > 0)
        {
            Table(html, text, tag, jobs);
        }

        return html.Append("</main></body></html>").ToString();
    }

    /// <summary>Rows of the table of devices that are connected, each to be chosen.</summary>
    public static string Rows(FoundText words, IReadOnlyList<FoundDevice> found, IReadOnlyList<string>? chosen = null)
    {
        var html = new StringBuilder();
        foreach (var device in found)
        {
            var (at, serial) = (device.At.ToString(), device.Serial ?? "–");
            html.Append("<tr role=\"row\"><td role=\"cell\"><input type=\"checkbox\" name=\"device\" value=\"").Append(Safe(at)).Append("\" aria-label=\"").Append(Safe($"{serial} {at}")).Append(chosen?.Contains(at) is true ? "\" checked>" : "\">");
            html.Append("</td><th scope=\"row\" role=\"rowheader\" data-name=\"").Append(Safe(words.Serial)).Append("\"><span>").Append(Safe(serial)).Append("</span></th>");
            foreach (var (name, value) in new[] { (words.Product, device.Product ?? "–"), (words.Mode, words.Of(device.Mode)), (words.Port, at) })
            {
                html.Append("<td role=\"cell\" data-name=\"").Append(Safe(name)).Append("\"><span>").Append(Safe(value)).Append("</span></td>");
            }

            html.Append("</tr>");
        }

        return found.Count > 0 ? html.ToString() : $"<tr role=\"row\"><td role=\"cell\" colspan=\"5\"><span>{Safe(words.None)}</span></td></tr>";
    }

    private static void Connected(StringBuilder html, FoundText words, string take, IReadOnlyList<FoundDevice> found, IReadOnlyList<string> chosen)
    {
        html.Append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Safe(words.UiFound)).Append("\"><table role=\"table\"><caption>").Append(Safe(words.UiFound)).Append("</caption><thead role=\"rowgroup\"><tr role=\"row\">");
        foreach (var column in new[] { take, words.Serial, words.Product, words.Mode, words.Port })
        {
            html.Append("<th scope=\"col\" role=\"columnheader\">").Append(Safe(column)).Append("</th>");
        }

        html.Append("</tr></thead><tbody id=\"found\" role=\"rowgroup\">").Append(Rows(words, found, chosen)).Append("</tbody></table></div>");
    }

    private static void Ask(StringBuilder html, FlashText text, ComputerText proofs, string tag, FlashJobState job, FlashQuestion question)
    {
        html.Append("<section class=\"asked\" data-round=\"").Append(CultureInfo.InvariantCulture, $"{job.Id}.{question.Round}\" aria-labelledby=\"asked-{job.Id}\"><h2 id=\"asked-{job.Id}\">").Append(Safe(CommandOutput.Format(text.UiProofs, job.Device))).Append("</h2>");
        if (question.Problem is not null)
        {
            html.Append("<p class=\"bad\" role=\"alert\">").Append(Safe(question.Problem)).Append("</p>");
        }

        html.Append("<p>").Append(Safe(question.IsSent ? text.UiCodeSent : text.UiProofsHint)).Append("</p><form class=\"order\" method=\"post\" action=\"proofs?lang=").Append(tag).Append("\"><input type=\"hidden\" name=\"id\" value=\"").Append(job.Id).Append("\">");
        foreach (var (name, type, complete, label) in new[] { ("password", "password", "current-password", proofs.AskPassword), ("code", "text", "one-time-code", proofs.AskCode), ("consent", "text", "off", proofs.HelpConsent) })
        {
            html.Append(CultureInfo.InvariantCulture, $"<label for=\"{name}-{job.Id}\">").Append(Safe(label)).Append(CultureInfo.InvariantCulture, $"</label><input type=\"{type}\" id=\"{name}-{job.Id}\" name=\"{name}\" autocomplete=\"{complete}\" spellcheck=\"false\">");
        }

        html.Append("<p><button class=\"main\">").Append(Safe(text.UiBegin)).Append("</button> <button formaction=\"code?lang=").Append(tag).Append("\">").Append(Safe(text.UiSendCode)).Append("</button></p></form></section>");
    }

    // On a narrow screen each row is a card: the roles stay those of a table, whatever is done to its looks.
    private static void Table(StringBuilder html, FlashText text, string tag, IReadOnlyList<FlashJobState> jobs)
    {
        html.Append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Safe(text.UiTable)).Append("\"><table role=\"table\"><caption>").Append(Safe(text.UiTable)).Append("</caption><thead role=\"rowgroup\"><tr role=\"row\">");
        foreach (var column in new[] { text.UiId, Capital(text.OnDevice), text.UiProgress, text.UiElapsed, text.UiStatus, text.UiResult, text.UiStop })
        {
            html.Append("<th scope=\"col\" role=\"columnheader\">").Append(Safe(column)).Append("</th>");
        }

        html.Append("</tr></thead><tbody id=\"rows\" role=\"rowgroup\">");
        foreach (var job in jobs)
        {
            Row(html, job, text, tag);
        }

        html.Append("</tbody></table></div><h2>").Append(Safe(text.UiLog)).Append("</h2><pre id=\"log\" tabindex=\"0\">");
        html.AppendJoin('\n', jobs.Select(job => Safe(job.Device + "\n" + job.Log))).Append("</pre>");
    }

    private static void Row(StringBuilder html, FlashJobState job, FlashText text, string tag)
    {
        html.Append("<tr role=\"row\">");
        Cell(text.UiId, $"<span>{job.Id}</span>");
        html.Append("<th scope=\"row\" role=\"rowheader\" data-name=\"").Append(Safe(Capital(text.OnDevice))).Append("\"><span>").Append(Safe(job.Device)).Append("</span></th>");
        Cell(text.UiProgress, $"<span><progress max=\"100\" value=\"{job.Percent}\" aria-label=\"{Safe($"{text.UiProgress} {job.Device}")}\"></progress> <span class=\"number\">{job.Percent} %</span></span>");
        Cell(text.UiElapsed, $"<span class=\"number\">{Safe(job.Elapsed)}</span>");
        Cell(text.UiStatus, $"<span><span class=\"now\">{Safe(job.Status)}</span> <span class=\"wait\">{Safe(job.Wait)}</span></span>");
        Cell(text.UiResult, $"<span class=\"{(job.Running ? "" : job.Good ? "good" : "bad")}\">{Safe(job.Result)}</span>");
        html.Append("<td role=\"cell\" class=\"act\">");
        if (job.Running)
        {
            html.Append("<form method=\"post\" action=\"stop?lang=").Append(tag).Append("\"><input type=\"hidden\" name=\"id\" value=\"").Append(job.Id).Append("\"><button aria-label=\"").Append(Safe($"{text.UiStop} {job.Device}")).Append("\">").Append(Safe(text.UiStop)).Append("</button></form>");
        }

        html.Append("</td></tr>");

        void Cell(string name, string content) => html.Append("<td role=\"cell\" data-name=\"").Append(Safe(name)).Append("\">").Append(content).Append("</td>");
    }

    // A word that stands in the middle of a line elsewhere.
    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Safe(string words) => HtmlEncoder.Default.Encode(words);
}
