// Uploads a file with tus-js-client: node upload.mjs ENDPOINT KEY FILE CHUNK. The parent decides when connections are cut; this one goes on as the client does by itself.
import { createReadStream, statSync } from 'node:fs';
import { Upload } from 'tus-js-client';

const [endpoint, key, file, chunk] = process.argv.slice(2);
let retries = 0;
const upload = new Upload(createReadStream(file), {
  endpoint, chunkSize: Number(chunk), uploadSize: statSync(file).size, headers: { 'Document-Key': key },
  metadata: { filename: '../../etc/<b>passwd</b>', kind: 'receipt' }, retryDelays: Array(40).fill(100),
  onShouldRetry: () => ++retries < 200,
  onError: error => { console.error(String(error)); process.exit(1); },
  onSuccess: () => { console.log(JSON.stringify({ url: upload.url, retries })); },
});
upload.start();
