import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { request } from 'node:http';
import { once } from 'node:events';
import { X509Certificate } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';

const DAY_MS = 86_400_000;
const VALID_DAYS = 365;

/**
 * TLS in front of the web port, so that phones on the network may use geolocation, which browsers give to
 * secure pages only. The certificate signs itself: each phone asks once whether to trust it.
 */
export async function startHttpsFront({ port, targetPort, addresses, dataDir }) {
  const { key, cert } = await localCertificate(dataDir, addresses);
  const forwarded = (req) => ({
    host: '127.0.0.1',
    port: targetPort,
    method: req.method,
    path: req.url,
    headers: {
      ...req.headers,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': req.headers.host,
      'x-forwarded-for': req.socket.remoteAddress,
    },
  });
  const server = createServer({ key, cert }, (req, res) => {
    const onward = request(forwarded(req), (answer) => {
      res.writeHead(answer.statusCode, answer.headers);
      answer.pipe(res);
    });
    onward.on('error', () => (res.headersSent ? res.destroy() : res.writeHead(502).end()));
    req.pipe(onward);
  });
  server.on('upgrade', (req, socket, head) => {
    const onward = request(forwarded(req));
    const drop = () => socket.destroy();
    onward.on('error', drop);
    onward.on('response', drop); // refused: a plain answer to an upgrade
    onward.on('upgrade', (answer, upstream, upstreamHead) => {
      const lines = answer.rawHeaders.reduce(
        (text, value, index) => text + (index % 2 === 0 ? `${value}: ` : `${value}\r\n`),
        '',
      );
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines}\r\n`);
      if (upstreamHead.length > 0) socket.write(upstreamHead);
      if (head.length > 0) upstream.write(head);
      socket.pipe(upstream).pipe(socket);
      for (const end of [socket, upstream]) {
        end.on('error', () => end.destroy());
        end.on('close', () => (end === socket ? upstream : socket).destroy());
      }
    });
    socket.on('error', () => onward.destroy());
    onward.end();
  });
  server.listen(port);
  await once(server, 'listening');
  return server;
}

/** Kept in the data folder while it names every address of the machine and is not about to end. */
async function localCertificate(dataDir, addresses) {
  const keyFile = join(dataDir, 'local-https.key');
  const certFile = join(dataDir, 'local-https.crt');
  const [key, cert] = await Promise.all(
    [keyFile, certFile].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  if (key !== '' && cert !== '' && stillGood(new X509Certificate(cert), addresses)) return { key, cert };

  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'Callout on this network' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + VALID_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 2, value: hostname() },
          ...['127.0.0.1', ...addresses].map((ip) => ({ type: 7, ip })),
        ],
      },
    ],
  });
  await mkdir(dataDir, { recursive: true });
  await writeFile(keyFile, made.private, { mode: 0o600 });
  await writeFile(certFile, made.cert);
  return { key: made.private, cert: made.cert };
}

function stillGood(certificate, addresses) {
  const ends = Date.parse(certificate.validTo);
  return ends > Date.now() + 7 * DAY_MS && addresses.every((ip) => certificate.checkIP(ip) !== undefined);
}
