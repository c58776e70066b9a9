import { createDecipheriv } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** What somebody reads who has a journal and a master key, and none of the server's code. */

const bytesOf = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64url');

function decrypt(key: Buffer, iv: Buffer, text: Buffer, tag: Buffer, aad?: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  if (aad !== undefined) decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]);
}

/** A compact JWE (RFC 7516), `dir` or `A256GCMKW`. @throws when it is not this key's */
function openJwe(jwe: string, key: Buffer): Buffer {
  const [head = '', wrapped = '', iv, text, tag] = jwe.split('.');
  const header = JSON.parse(bytesOf(head).toString()) as { iv?: string; tag?: string };
  const content =
    wrapped === '' ? key : decrypt(key, bytesOf(header.iv), bytesOf(wrapped), bytesOf(header.tag));
  return decrypt(content, bytesOf(iv), bytesOf(text), bytesOf(tag), Buffer.from(head));
}

/** The first of these keys that opens it does. */
function openedBy(jwe: string, keys: readonly Buffer[]): string | undefined {
  for (const key of keys) {
    try {
      return openJwe(jwe, key).toString();
    } catch {
      // Not this key's.
    }
  }
  return undefined;
}

type Row = Readonly<Record<string, unknown>>;

function withFile<T>(file: string, work: (all: (sql: string) => readonly Row[]) => T): T {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return work((sql) => db.prepare(sql).all());
  } finally {
    db.close();
  }
}

export interface KeptKey {
  readonly subject: string;
  readonly wrapped: string;
}

/** Keys that a journal still has. */
export const keysIn = (file: string): readonly KeptKey[] =>
  withFile(file, (all) =>
    all('SELECT subject, wrapped FROM data_key ORDER BY subject').map((row) => ({
      subject: String(row['subject']),
      wrapped: String(row['wrapped']),
    })),
  );

/** Every cell of every table, as text. */
const cellsIn = (file: string): readonly string[] =>
  withFile(file, (all) =>
    all("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .flatMap(({ name }) => all(`SELECT * FROM "${String(name)}"`))
      .flatMap((row) => Object.values(row))
      .map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString() : String(cell))),
  );

const JWE = /eyJ[\w-]+\.[\w-]*\.[\w-]+\.[\w-]*\.[\w-]+/g;

/**
 * Tries every key that is left on everything that is sealed, wherever it stands.
 * @param masterLine `id:base64`
 */
export function readWithMasterKey(
  file: string,
  masterLine: string,
): { readonly opened: readonly string[]; readonly closed: number } {
  const master = Buffer.from(masterLine.slice(masterLine.indexOf(':') + 1), 'base64');
  const keys = keysIn(file).map(({ wrapped }) => openJwe(wrapped, master));
  const sealed = new Set(cellsIn(file).flatMap((cell) => cell.match(JWE) ?? []));
  const texts = [...sealed].map((jwe) => openedBy(jwe, [...keys, master]));
  const opened = texts.filter((text) => text !== undefined);
  return { opened, closed: texts.length - opened.length };
}
