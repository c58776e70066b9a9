import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSqliteReader, JOURNAL_FILE } from '@naervaer/storage';
import type { Reader } from '@naervaer/storage';
import { systemClock as clock } from '../clock.ts';
import { environment, print, reasonOf, typedPath } from '../command-line.ts';
import { createKeyring, openMasters } from '../keys/index.ts';
import { KEY_FILE } from '../keys/masters.ts';
import { createMacs } from './macs.ts';
import type { Macs, Place } from './macs.ts';
import { verifyAccess } from './verify.ts';
import { sentenceOf } from './words.ts';

const USAGE = `npm run audit -- verify [--data DIR] [--head SEQ:MAC]   walks the access log: 0 whole, 1 not whole
npm run audit -- head [--data DIR]                      prints where it ends, to be kept elsewhere

Both only read, and work while the server runs. DIR is DATA_DIR unless it is said. They need
NAERVAER_KEYS, the master keys of the server; in the demo they are in DIR/${KEY_FILE}.
--head takes what "head" printed once, or what the server's own log says as "access log end".`;

/** Why there is no answer; exit code 2. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

function asked(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { data: { type: 'string' }, head: { type: 'string' } },
    });
    const [verb, more] = positionals;
    if ((verb === 'verify' || verb === 'head') && more === undefined) return { verb, ...values };
  } catch {
    // Node's own sentence speaks of dashes; the usage says it better.
  }
  throw new NoAnswer(USAGE);
}

function placeOf(text: string): Place {
  const [, seq, mac] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || mac === undefined) {
    throw new NoAnswer('--head wants SEQ:MAC, as it was printed: a number, and 64 hex digits.');
  }
  return { seq: Number(seq), mac };
}

async function macsOf(reader: Reader, dataDir: string): Promise<Macs> {
  const keys = process.env['NAERVAER_KEYS']?.trim() || null;
  if (keys === null && !existsSync(join(dataDir, KEY_FILE))) {
    throw new NoAnswer('NAERVAER_KEYS is missing: without the master keys nothing can be proven.');
  }
  const masters = openMasters({ keys, storage: 'sqlite', dataDir });
  const putKeys = (): Promise<void> =>
    Promise.reject(new NoAnswer('No server has run on this folder yet.'));
  const store = { key: reader.key, keys: reader.keys, putKeys };
  return createMacs(await createKeyring({ store, masters, clock }));
}

/** @returns the exit code */
async function verify(reader: Reader, macs: Macs, witness: Place | undefined): Promise<number> {
  const { lines, first, last, findings } = await verifyAccess(reader, macs, witness);
  for (const finding of findings) print(sentenceOf(finding));
  const span = first === null ? '' : `, ${first} to ${last?.seq ?? first}`;
  if (findings.length > 0) {
    print(`The access log is NOT whole (${lines} lines${span}).`);
    return 1;
  }
  print(`The access log is whole: ${lines} lines${span}.`);
  if (last !== null) print(`It ends with ${last.seq}:${last.mac}`);
  return 0;
}

async function run(args: readonly string[]): Promise<number> {
  const { verb, data, head } = asked(args);
  const witness = head === undefined ? undefined : placeOf(head);
  const dataDir = data === undefined ? environment().dataDir : typedPath(data);
  const file = join(dataDir, JOURNAL_FILE);
  if (!existsSync(file)) throw new NoAnswer(`There is no data folder of a server at ${dataDir}.`);
  const reader = createSqliteReader(file);
  try {
    if (verb === 'verify') return await verify(reader, await macsOf(reader, dataDir), witness);
    const end = await reader.accessHead();
    print(end === undefined ? 'The access log is empty.' : `${end.seq}:${end.mac}`);
    return 0;
  } finally {
    await reader.close();
  }
}

run(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    // 1 says that the log is not whole; this says that nobody could look.
    process.stderr.write(`${error instanceof NoAnswer ? error.message : reasonOf(error)}\n`);
    process.exit(2);
  },
);
