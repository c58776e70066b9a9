import type { AnyStateMachine, EventFromLogic, SnapshotFrom } from 'xstate';
import type { Walk } from './coverage.ts';

/** An event as a line for a person: its type and what sets it apart from its like. */
export type EventWords<TMachine extends AnyStateMachine> = (
  event: EventFromLogic<TMachine>,
  before: SnapshotFrom<TMachine>,
) => string;

type Fields = Readonly<Record<string, unknown>>;

const PLAIN_ID = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-0*(\d+)$/;
/** Which of its people or things does not matter to a reader. */
const UNSAID = new Set(['type', 'at', 'roomId', 'attestation', 'way']);

function valueInWords(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string') return PLAIN_ID.exec(value)?.[1] ?? (value === '' ? '""' : value);
  if (typeof value === 'object') {
    if ('name' in value && typeof value.name === 'string' && value.name !== '') return value.name;
    return Object.values(value).map(valueInWords).join(' ');
  }
  return JSON.stringify(value);
}

function fieldInWords(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? name : `not ${name}`;
  if (name === 'consultationId') return `consultation ${valueInWords(value)}`;
  if (name === 'draft') return `draft with ${Object.keys(value as Fields).join(', ')}`;
  if (name === 'by' || name === 'side' || name === 'state') return valueInWords(value);
  return `${name} ${valueInWords(value)}`;
}

const minutes = (at: number): string =>
  `at ${Math.floor(at / 60_000)}:${String(Math.floor((at % 60_000) / 1000)).padStart(2, '0')}`;

/** The fields in which events of one type differ in one snapshot; time only when nothing else does. */
function distinguishing(like: readonly Fields[]): readonly string[] {
  const names = [...new Set(like.flatMap((event) => Object.keys(event)))];
  const differing = names.filter(
    (name) => new Set(like.map((event) => JSON.stringify(event[name]))).size > 1,
  );
  const said = differing.filter((name) => !UNSAID.has(name));
  return said.length === 0 && differing.includes('at') ? ['at'] : said;
}

/** Tells the events of a walk in words: `CLAIM consultation 1, Læge 2`. */
export function wordsOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
): EventWords<TMachine> {
  return (event, before) => {
    const like = walk.events(before).filter(({ type }) => type === event.type);
    const words = distinguishing(like as readonly Fields[]).flatMap((name) => {
      const value = (event as Fields)[name];
      if (value === undefined) return [];
      return [name === 'at' ? minutes(value as number) : fieldInWords(name, value)];
    });
    return [event.type, words.join(', ')].filter(Boolean).join(' ');
  };
}
