import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FaultGone, putInto } from './fault.ts';
import { FAULTS } from './faults.ts';

/**
 * Puts one fault into the product's source as Node loads it; no file is changed. Only for
 * `node --import`: `put-in.ts?fault=twoHolders`, or the variable `FAULT`. Without a name nothing is
 * put in. Ends with an error when the fault does not fit, or when its files were never loaded.
 */
const name = new URL(import.meta.url).searchParams.get('fault') ?? process.env['FAULT'];
if (name !== undefined && name !== '') putIn(name);

function putIn(name: string): void {
  const fault = FAULTS.find((one) => one.name === name);
  if (fault === undefined) throw new FaultGone(`there is no fault ${name}`);
  const root = pathToFileURL(fileURLToPath(new URL('../../../', import.meta.url)));
  const missing = new Map<string, (typeof fault.edits)[number][]>();
  for (const edit of fault.edits) {
    const url = new URL(edit.file, root).href;
    missing.set(url, [...(missing.get(url) ?? []), edit]);
  }

  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      const edits = missing.get(url);
      if (edits === undefined) return loaded;
      missing.delete(url);
      const { source } = loaded;
      if (source === undefined || source === null) throw new FaultGone(`no source of ${url}`);
      const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
      return { ...loaded, source: edits.reduce(putInto, text), shortCircuit: true };
    },
  });
  process.on('exit', (code) => {
    // A run that went well without the fault in it would prove the wrong thing.
    if (missing.size === 0 || code !== 0) return;
    process.stderr.write(`${name} was not put in: ${[...missing.keys()].join(', ')}\n`);
    process.exitCode = 3;
  });
}
