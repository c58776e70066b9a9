import { endWith, environment, print } from '../command-line.ts';
import { openMasters } from '../keys/index.ts';
import { questions } from './ask.ts';
import { openForErasure } from './erase.ts';
import type { CitizenKeys, Erasure } from './erase.ts';

/** `npm run erase`, with the server's own environment; the server may be running or not. */
const USAGE = `npm run erase             asks for a citizen's CPR number and erases the citizen's data now
npm run erase -- --name   asks for a name instead, and whether it is meant

It needs DATA_DIR and NAERVAER_KEYS as the server has them. The number or name is read from standard
input, so that it stands in no list of commands. Consultations that are not over are cancelled, and
the waiter is told. Backups that were made before still hold the data: erase again after a restore.`;

const WORD = 'erase';

const fail = (sentence: string, code: number): number => {
  process.stderr.write(`${sentence}\n`);
  return code;
};

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;

function tell({ over, open, isDone }: Erasure): number {
  const all = counted(over + open, 'consultation');
  if (!isDone) {
    return fail(
      `Not done yet: the server that runs did not answer. It erases ${all} as soon as it is able to. Look at its log, and run this command again.`,
      1,
    );
  }
  print(
    `Erased the data of ${all}: ${over} that ${over === 1 ? 'was' : 'were'} over, ${open} that ${open === 1 ? 'was' : 'were'} cancelled.`,
  );
  return 0;
}

async function run(args: readonly string[]): Promise<number> {
  const isByName = args.length === 1 && args[0] === '--name';
  if (args.length > 0 && !isByName) return fail(USAGE, 2);
  const { dataDir, keys } = environment();
  const opened = await openForErasure({
    dataDir,
    masters: openMasters({ keys, storage: 'sqlite', dataDir }),
  });
  const asking = questions();
  try {
    const text = await asking.ask(isByName ? 'Name of the citizen: ' : 'CPR number: ');
    if (text === undefined || text === '') return fail('Nothing was given. Nothing is erased.', 2);
    const citizen: CitizenKeys | undefined = await (isByName
      ? opened.byName(text)
      : opened.byNumber(text));
    if (citizen === undefined) return fail('That is no CPR number. Nothing is erased.', 2);
    const { over, open } = citizen.found;
    if (over + open === 0) {
      print('Nothing is kept of this citizen.');
      return 0;
    }
    if (isByName) {
      // Two people may have one name.
      const all = counted(over + open, 'consultation');
      const word = await asking.ask(
        `${all} of citizens with this name, ${open} of them not over. Type ${WORD} to go on: `,
      );
      if (word !== WORD) return fail('Nothing is erased.', 1);
    }
    return tell(await citizen.erase());
  } finally {
    asking.close();
    await opened.close();
  }
}

endWith(run(process.argv.slice(2)), 'Not erased.');
