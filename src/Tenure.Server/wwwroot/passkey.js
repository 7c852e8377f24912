// Has what a form says signed by a passkey (WebAuthn), or makes one, and sends the form with it. The server checks; without this it takes no such form.
'use strict';
for (const words of document.querySelectorAll('.passkey-words')) {
  const { act, nonce: nonces, origin, party, service, operator, user, subject, known, asking, elsewhere, unable, failed } = words.dataset;
  const form = words.closest('form');
  const button = form.querySelector('button[type=submit]');
  const text = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
  const hash = bytes => crypto.subtle.digest('SHA-256', bytes);
  const hex = bytes => [...new Uint8Array(bytes)].map(b => b.toString(16).padStart(2, '0')).join('');
  const challenge = (...lines) => hash(new TextEncoder().encode(['tenure/passkey/1', ...lines].join('\n')));
  const keys = known.split(' ').filter(id => id).map(id => ({ type: 'public-key', id: bytes(id) }));

  const put = (name, value) => {
    const input = form.elements[name] ?? form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name }));
    input.value = value;
  };

  const putAnswer = (name, credential, fields) => put(name, JSON.stringify({
    id: credential.id, rawId: credential.id, type: credential.type, clientExtensionResults: {},
    response: Object.fromEntries(fields.map(field => [field, text(credential.response[field])])),
  }));

  const sign = async (name, ...lines) => putAnswer(name, await navigator.credentials.get({
    publicKey: { challenge: await challenge(...lines), rpId: party, allowCredentials: keys, userVerification: 'required' },
  }), ['clientDataJSON', 'authenticatorData', 'signature']);

  const make = async nonce => {
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: await challenge('register', operator, nonce),
        rp: { id: party, name: service },
        user: { id: bytes(user), name: operator, displayName: operator },
        // ES256, RS256, EdDSA: signers of releases take the first two.
        pubKeyCredParams: [-7, -257, -8].map(alg => ({ type: 'public-key', alg })),
        excludeCredentials: keys,
        authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
        attestation: 'none',
      },
    });
    putAnswer('passkey', made, ['clientDataJSON', 'attestationObject']);
    if (keys.length) await sign('voucher', 'vouch', operator, nonce, hex(await hash(made.response.attestationObject)));
  };

  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (location.origin !== origin || !window.PublicKeyCredential) {
      words.textContent = location.origin !== origin ? elsewhere : unable;
      return;
    }
    button.disabled = true;
    words.textContent = asking;
    try {
      const answer = await fetch(nonces, { cache: 'no-store', credentials: 'same-origin', redirect: 'error' });
      if (!answer.ok) throw new Error();
      const nonce = await answer.text();
      put('nonce', nonce);
      const { digest, verdict, reason } = form.elements;
      if (act === 'vote') await sign('passkey', act, operator, nonce, subject, digest.value, verdict.value, reason.value);
      else await make(nonce);
      form.submit();
    } catch {
      words.textContent = failed;
      button.disabled = false;
    }
  });
}
