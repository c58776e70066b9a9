import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/** Opens what a demo server sealed, past all of the server's own code (RFC 7516, compact form). */
export interface SealedFile {
  /** Undefined when the subject has no key. */
  open(subject: string, jwe: string): unknown;
}

interface Parts {
  readonly header: Readonly<Record<string, string>>;
  readonly wrapped: Buffer;
  readonly content: (key: Buffer) => Buffer;
}

const bytesOf = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64url');

function decrypt(key: Buffer, iv: Buffer, text: Buffer, tag: Buffer, aad?: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  if (aad !== undefined) decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]);
}

function partsOf(jwe: string): Parts {
  const [head = '', wrapped, iv, text, tag] = jwe.split('.');
  const header = JSON.parse(bytesOf(head).toString('utf8')) as Parts['header'];
  return {
    header,
    wrapped: bytesOf(wrapped),
    content: (key) => decrypt(key, bytesOf(iv), bytesOf(text), bytesOf(tag), Buffer.from(head)),
  };
}

/** @param dataDir of a demo, which has the master keys beside the database */
export function openSealed(dataDir: string, db: DatabaseSync): SealedFile {
  const masters = new Map(
    readFileSync(`${dataDir}/keys`, 'utf8')
      .split('\n')
      .filter((line) => line.includes(':'))
      .map((line): [string, Buffer] => {
        const [id = '', base64] = line.split(':');
        return [id, Buffer.from(base64 ?? '', 'base64')];
      }),
  );
  const wrappedOf = db.prepare('SELECT wrapped FROM data_key WHERE subject = ?');
  const known = new Map<string, Buffer>();

  function keyOf(subject: string): Buffer | undefined {
    const found = known.get(subject);
    if (found !== undefined) return found;
    const row = wrappedOf.get(subject);
    if (row === undefined) return undefined;
    const { header, wrapped, content } = partsOf(row['wrapped'] as string);
    const master = masters.get(header['kid'] ?? '');
    if (master === undefined) throw new Error(`no master key ${header['kid']}`);
    const contentKey = decrypt(master, bytesOf(header['iv']), wrapped, bytesOf(header['tag']));
    const key = content(contentKey);
    known.set(subject, key);
    return key;
  }

  return {
    open(subject, jwe) {
      const key = keyOf(subject);
      return key && (JSON.parse(partsOf(jwe).content(key).toString('utf8')) as unknown);
    },
  };
}
