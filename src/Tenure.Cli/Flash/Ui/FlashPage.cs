using System.Text;
using System.Text.Encodings.Web;

namespace Tenure.Cli.Flash.Ui;

/// <summary>The page of <c>tenure flash --ui</c>. It works without a script, by its own reload; with one its rows change in place.</summary>
internal static class FlashPage
{
    public const string Style = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 1.5rem auto; padding: 0 1rem; color: CanvasText; background: Canvas; }
        label { display: block; margin: .75rem 0 .25rem; }
        input[type=text], textarea { width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; }
        fieldset { margin: 1rem 0; border: 1px solid GrayText; border-radius: .5rem; }
        fieldset label { display: block; margin: .25rem 0; }
        button { font: inherit; padding: .5rem 1rem; min-height: 2.75rem; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
        th, td { text-align: start; padding: .5rem; border-bottom: 1px solid GrayText; }
        .good { color: light-dark(#0a6b2d, #6fdc8c); font-weight: 600; }
        .bad { color: light-dark(#a4000f, #ff8389); font-weight: 600; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid GrayText; padding: .5rem; max-height: 20rem; overflow: auto; }
        nav a { margin-inline-end: 1rem; }
        """;

    public const string Script = """
        'use strict';
        const rows = document.getElementById('rows'), log = document.getElementById('log'), news = document.getElementById('news');
        const state = 'state' + location.search;
        let before = '';
        async function look() {
          const jobs = await (await fetch(state)).json();
          if (jobs.length !== rows.rows.length) { location.reload(); return; }
          jobs.forEach((job, i) => {
            const cells = rows.rows[i].cells;
            cells[2].firstElementChild.value = job.percent;
            cells[2].lastElementChild.textContent = job.percent + ' %';
            cells[3].textContent = job.elapsed;
            cells[4].textContent = job.status;
            cells[5].firstElementChild.textContent = job.result;
            cells[5].firstElementChild.className = job.running ? '' : job.good ? 'good' : 'bad';
            const stop = cells[6].querySelector('button');
            if (stop) stop.hidden = !job.running;
          });
          log.textContent = jobs.map(job => job.device + '\n' + job.log).join('\n');
          const now = jobs.filter(job => !job.running).map(job => job.device + ': ' + job.result).join('. ');
          if (now !== before) { news.textContent = before = now; }
        }
        if (rows.rows.length > 0) setInterval(() => look().catch(() => {}), 1000);
        """;

    private static readonly (string Tag, string Name)[] Languages = [("en", "English"), ("zh-Hans", "简体中文"), ("ru", "Русский"), ("de", "Deutsch"), ("es", "Español")];

    public static string Html(FlashText text, string tag, string package, IReadOnlyList<FlashJobState> jobs, string? problem = null)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html><html lang=\"").Append(tag).Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.Append("<title>").Append(Safe(text.UiTitle)).Append("</title><link rel=\"stylesheet\" href=\"flash.css\">");
        if (jobs.Any(job => job.Running))
        {
            html.Append("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>");
        }

        html.Append("<script src=\"flash.js\" defer></script></head><body><nav aria-label=\"").Append(Safe(text.UiLanguage)).Append("\">");
        foreach (var (other, name) in Languages)
        {
            html.Append("<a href=\"?lang=").Append(other).Append("\" lang=\"").Append(other).Append('"').Append(other == tag ? " aria-current=\"true\">" : ">").Append(name).Append("</a>");
        }

        html.Append("</nav><main><h1>").Append(Safe(text.UiTitle)).Append("</h1>");
        if (problem is not null)
        {
            html.Append("<p class=\"bad\" role=\"alert\">").Append(Safe(problem)).Append("</p>");
        }

        html.Append("<form method=\"post\" action=\"start?lang=").Append(tag).Append("\"><label for=\"package\">").Append(Safe(text.HelpPackage)).Append("</label><input type=\"text\" id=\"package\" name=\"package\" required value=\"").Append(Safe(package)).Append("\">");
        html.Append("<label for=\"devices\">").Append(Safe(text.UiDevices)).Append("</label><textarea id=\"devices\" name=\"devices\" rows=\"3\" required spellcheck=\"false\"></textarea>");
        html.Append("<fieldset><legend>").Append(Safe(text.UiData)).Append("</legend>");
        foreach (var (value, label) in new[] { ("clean", text.HelpClean), ("keep", text.HelpKeepData), ("lock", text.HelpLock) })
        {
            html.Append("<label><input type=\"radio\" name=\"data\" required value=\"").Append(value).Append("\"> ").Append(Safe(label)).Append("</label>");
        }

        html.Append("</fieldset><button>").Append(Safe(text.UiFlash)).Append("</button></form>");
        html.Append("<p id=\"news\" role=\"status\" aria-live=\"polite\"></p><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Safe(text.UiTable)).Append("\"><table><caption>").Append(Safe(text.UiTable)).Append("</caption><thead><tr>");
        foreach (var column in new[] { text.UiId, text.OnDevice, text.UiProgress, text.UiElapsed, text.UiStatus, text.UiResult, text.UiStop })
        {
            html.Append("<th scope=\"col\">").Append(Safe(column)).Append("</th>");
        }

        html.Append("</tr></thead><tbody id=\"rows\">");
        foreach (var job in jobs)
        {
            Row(html, job, text, tag);
        }

        html.Append("</tbody></table></div><h2>").Append(Safe(text.UiLog)).Append("</h2><pre id=\"log\" tabindex=\"0\">");
        html.AppendJoin('\n', jobs.Select(job => Safe(job.Device + "\n" + job.Log)));
        return html.Append("</pre></main></body></html>").ToString();
    }

    private static void Row(StringBuilder html, FlashJobState job, FlashText text, string tag)
    {
        html.Append("<tr><td>").Append(job.Id).Append("</td><th scope=\"row\">").Append(Safe(job.Device)).Append("</th><td><progress max=\"100\" value=\"").Append(job.Percent)
            .Append("\" aria-label=\"").Append(Safe($"{text.UiProgress} {job.Device}")).Append("\"></progress> <span>").Append(job.Percent).Append(" %</span></td><td>").Append(Safe(job.Elapsed)).Append("</td><td>").Append(Safe(job.Status))
            .Append("</td><td><span class=\"").Append(job.Running ? "" : job.Good ? "good" : "bad").Append("\">").Append(Safe(job.Result)).Append("</span></td><td>");
        if (job.Running)
        {
            html.Append("<form method=\"post\" action=\"stop?lang=").Append(tag).Append("\"><input type=\"hidden\" name=\"id\" value=\"").Append(job.Id).Append("\"><button aria-label=\"").Append(Safe($"{text.UiStop} {job.Device}")).Append("\">").Append(Safe(text.UiStop)).Append("</button></form>");
        }

        html.Append("</td></tr>");
    }

    private static string Safe(string words) => HtmlEncoder.Default.Encode(words);
}
