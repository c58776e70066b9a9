import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './place.ts';

/** Files of a certificate that names all servers of the laboratory, and of the authority behind it. */
export interface Certificates {
  readonly authority: string;
  readonly chain: string;
  readonly key: string;
}

/** A certificate authority of this laboratory alone, good for two days, and one server certificate. */
export async function makeCertificates(
  folder: string,
  names: readonly string[],
): Promise<Certificates> {
  const at = (name: string): string => join(folder, name);
  const request = (name: string, ...rest: readonly string[]): Promise<string> =>
    run(
      'openssl',
      ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'.split(' '),
      ...rest.flatMap((extension) => ['-addext', extension]),
      '-subj',
      `/CN=Laboratory ${name}`,
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.pem`),
      ...(name === 'server' ? ['-CA', at('authority.pem'), '-CAkey', at('authority.key')] : []),
    );
  await request(
    'authority',
    'basicConstraints=critical,CA:TRUE',
    'keyUsage=critical,keyCertSign,cRLSign',
  );
  await request(
    'server',
    'basicConstraints=critical,CA:FALSE',
    'extendedKeyUsage=serverAuth',
    `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`,
  );
  return { authority: at('authority.pem'), chain: at('server.pem'), key: at('server.key') };
}

/**
 * Lets browsers with this home folder trust the authority, as an IT department would.
 * @param home of the browser: nothing of the person's own is touched
 */
export async function trust(home: string, authority: string): Promise<void> {
  const database = join(home, '.pki', 'nssdb');
  await mkdir(database, { recursive: true });
  await run('certutil', '-N', '-d', `sql:${database}`, '--empty-password');
  const flags = ['-t', 'C,,', '-n', 'laboratory', '-i', authority];
  await run('certutil', '-A', '-d', `sql:${database}`, ...flags);
}

/** Five seconds of speech-like sound at 48 kHz: syllables of a voice that never falls silent. */
export async function writeVoice(path: string): Promise<void> {
  const [rate, seconds] = [48_000, 5];
  const header = Buffer.alloc(44);
  const bytes = rate * seconds * 2;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  const body = Buffer.alloc(bytes);
  let phase = 0;
  for (let index = 0; index < rate * seconds; index += 1) {
    const time = index / rate;
    // Four syllables a second; the pitch wanders, so that nothing takes it for a steady noise.
    const loudness = 0.35 + 0.65 * Math.sin(Math.PI * 4 * time) ** 2;
    phase += (2 * Math.PI * (140 + 40 * Math.sin(2 * Math.PI * 0.6 * time))) / rate;
    let value = 0;
    for (let harmonic = 1; harmonic <= 12; harmonic += 1) {
      value += Math.sin(phase * harmonic) / (1 + Math.abs(harmonic - 4));
    }
    body.writeInt16LE(Math.round(value * loudness * 6000), index * 2);
  }
  await writeFile(path, Buffer.concat([header, body]));
}
