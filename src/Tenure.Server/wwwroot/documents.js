// Sends documents in pieces (tus 1.0.0), shows how far they are, and goes on after a cut. Without it the form sends them whole.
'use strict';
for (const form of document.querySelectorAll('form.documents')) {
  const { path, largest, sending, looking, cut, failed, large } = form.dataset;
  const input = form.elements.document;
  const panel = form.querySelector('.sending');
  const bar = panel.querySelector('progress');
  const words = panel.querySelector('[aria-live]');
  const button = form.querySelector('button');
  const piece = 512 * 1024;
  const most = 8;
  const pause = ms => new Promise(done => setTimeout(done, ms));

  const say = text => {
    if (words.textContent !== text) words.textContent = text;
  };

  const packed = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const metadata = () => ['kind', 'date', 'shop', 'serial', 'payer'].map(name => [name, form.elements[name].value.trim()]).filter(([, text]) => text).map(([name, text]) => `${name} ${packed(text)}`).join(',');

  const call = (method, to, headers = {}, body) => fetch(to, {
    method, body, cache: 'no-store', credentials: 'omit', redirect: 'error',
    headers: { 'Tus-Resumable': '1.0.0', 'Accept-Language': document.documentElement.lang, 'Document-Key': form.elements.key.value, ...headers },
  });

  const reason = async answer => {
    const said = await answer.json().catch(() => ({}));
    return new Error(said.title || failed);
  };

  // A refusal is final; a cut, and whatever a server in trouble says, is tried again.
  const isFinal = answer => answer.status >= 400 && answer.status < 500 && answer.status !== 409 && answer.status !== 429;

  const send = async (file, progress) => {
    const begun = await call('POST', path, { 'Upload-Length': file.size, 'Upload-Metadata': metadata() });
    if (!begun.ok) throw await reason(begun);
    const at = begun.headers.get('Location');
    for (let offset = 0, tries = 0; offset < file.size;) {
      try {
        if (tries) {
          const stand = await call('HEAD', at);
          if (isFinal(stand)) throw new Error(failed);
          offset = Number(stand.headers.get('Upload-Offset') ?? offset);
        }
        const answer = await call('PATCH', at, { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': offset }, file.slice(offset, offset + piece));
        if (isFinal(answer)) throw await reason(answer);
        if (!answer.ok) throw new TypeError('again');
        offset = Number(answer.headers.get('Upload-Offset'));
        tries = 0;
        progress(offset);
        say(sending);
      } catch (problem) {
        if (!(problem instanceof TypeError) || ++tries > most) throw problem;
        say(cut);
        await pause(500 * 2 ** Math.min(tries, 5));
      }
    }
  };

  const look = async () => {
    say(looking);
    for (let i = 0; i < 60; i++) {
      const list = await call('GET', path);
      if (!list.ok || !(await list.json()).some(document => document.state === 'received')) return;
      await pause(500);
    }
  };

  form.addEventListener('submit', async event => {
    const files = [...input.files];
    if (!files.length) return;
    event.preventDefault();
    panel.hidden = false;
    button.disabled = true;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    try {
      if (files.some(file => file.size > largest)) throw new Error(large);
      let before = 0;
      for (const file of files) {
        await send(file, offset => { bar.value = size ? 100 * (before + offset) / size : 100; });
        before += file.size;
      }
      await look();
      location.replace(form.elements.back.value);
    } catch (problem) {
      say(problem instanceof TypeError ? failed : problem.message);
      button.disabled = false;
    }
  });
}
