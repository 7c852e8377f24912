// Fills the meter beside a new password and marks the rules that are met. The server decides; this shows what it says.
'use strict';
for (const meter of document.querySelectorAll('.strength')) {
  const { path, least, most, grades, fair, unknown } = meter.dataset;
  const input = document.getElementById(meter.dataset.input);
  const form = input.form;
  const list = document.getElementById(meter.dataset.rules);
  const rules = [...list.querySelectorAll('li')];
  const bars = meter.querySelector('.bars');
  const words = meter.querySelector('[aria-live]');
  // A request that is as long as any other tells nobody on the way how long a password is.
  const length = 2560;
  let asked, wait;

  const lengthOf = text => [...text.normalize('NFC')].length;

  const mark = (rule, state) => {
    rule.dataset.state = state;
    rule.querySelector('.unseen').textContent = state ? ` (${state === 'met' ? list.dataset.met : list.dataset.unmet})` : '';
  };

  const show = (grade, text) => {
    const word = grade ? grades.split('|')[grade - 1] : '';
    meter.dataset.grade = grade;
    bars.setAttribute('aria-valuenow', grade);
    bars.setAttribute('aria-valuetext', word || bars.dataset.none);
    const name = document.createElement('strong');
    name.textContent = word && text ? `${word}. ` : word;
    words.replaceChildren(name, text);
  };

  // The rules are checked in the order of the list, and the first that is not met is named.
  const tell = ({ grade, rule }) => {
    rules.forEach((item, i) => mark(item, rule === 0 || i + 1 < rule ? 'met' : i + 1 === rule ? 'unmet' : ''));
    show(grade, rule ? rules[rule - 1].dataset.unmet : grade === 2 ? fair : '');
  };

  const ask = async text => {
    asked = new AbortController();
    const body = new URLSearchParams({ password: text });
    for (const name of ['nickname', '__RequestVerificationToken']) {
      if (form.elements[name]) body.set(name, form.elements[name].value);
    }
    body.set('pad', '');
    body.set('pad', '0'.repeat(Math.max(0, length - body.toString().length)));
    const { signal } = asked;
    try {
      const answer = await fetch(path, { method: 'POST', body, signal, redirect: 'error', cache: 'no-store', credentials: 'same-origin' });
      const said = answer.ok ? await answer.json() : undefined;
      if (!signal.aborted) said ? tell(said) : show(0, unknown);
    } catch {
      if (!signal.aborted) show(0, unknown);
    }
  };

  // What was said of an earlier text is gone at once: the meter praises nothing that was not looked at.
  const typed = () => {
    clearTimeout(wait);
    asked?.abort();
    const text = input.value;
    const size = lengthOf(text);
    const fits = size >= least && size <= most;
    rules.forEach(item => mark(item, ''));
    if (fits) mark(rules[0], 'met');
    show(0, '');
    if (!size) return;
    wait = setTimeout(() => {
      if (fits) return ask(text);
      mark(rules[0], 'unmet');
      show(1, size < least ? rules[0].dataset.unmet : rules[0].dataset.long);
    }, 400);
  };

  meter.hidden = false;
  input.addEventListener('input', typed);
  form.elements.nickname?.addEventListener('change', typed);
  if (input.value) typed();
}
