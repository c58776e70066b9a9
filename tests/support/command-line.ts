import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

/** What was asked for on a command line cannot be understood; said in one sentence, exit code 2. */
export class Usage extends Error {
  override readonly name = 'Usage';
}

/** Of what Node says about options, the first line and sentence: the rest is about dashes. */
function firstSentence(message: string): string {
  const [line = ''] = message.split('\n');
  const [said = ''] = line.split('. ');
  return `${said.replace(/\.$/, '')}.`;
}

/** `parseArgs`. @throws {Usage} in place of Node's own errors. */
export function understood<const TConfig extends ParseArgsConfig>(config: TConfig) {
  const args = config.args ?? process.argv.slice(2);
  // `--seed -4` means minus four, and shall be told so; Node takes it for two options.
  const joined: string[] = [];
  for (const word of args) {
    const last = joined.at(-1);
    const name = last?.startsWith('--') === true ? last.slice(2) : '';
    const isValue = /^-\d/.test(word) && config.options?.[name]?.type === 'string';
    if (isValue) joined.splice(-1, 1, `${last}=${word}`);
    else joined.push(word);
  }
  try {
    return parseArgs({ ...config, args: joined });
  } catch (error) {
    throw new Usage(firstSentence((error as Error).message));
  }
}

/** What a number may be, both ends included. Whole unless said otherwise. */
export interface Range {
  readonly least: number;
  readonly most?: number;
  readonly isFraction?: boolean;
}

/** @throws {Usage} unless `given` is such a number. Without `most`, up to 2³² − 1. */
export function numberIn(
  option: string,
  given: string,
  { least, most = 0xffff_ffff, isFraction = false }: Range,
): number {
  const value = Number(given);
  const isNumber = (isFraction ? /^\d+(\.\d+)?$/ : /^\d+$/).test(given);
  if (isNumber && value >= least && value <= most) return value;
  const kind = isFraction ? 'number' : 'whole number';
  throw new Usage(`${option} wants a ${kind} from ${least} to ${most}, not “${given}”.`);
}

/** @throws {Usage} when a file or folder cannot be written or read, with the system's reason. */
export async function withFile<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'path' in error)) throw error;
    const [reason = ''] = error.message.split(', ');
    throw new Usage(`“${name}” cannot be used: ${reason}.`);
  }
}
