import { consultationIn, ENDED_OF_ONE, openEntriesOf, waitingIn } from '@naervaer/machines/clinic';
import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import type { Names } from './book.ts';
import type { Clerk } from './clerk.ts';

/** What is over never changes, and stays readable for an hour. */
function disagreementOnEnds(
  { context }: ClinicSnapshot,
  { over }: Clerk,
  names: Pick<Names, 'consultation'>,
): string | undefined {
  for (const { id, state, waiter } of over) {
    const is = consultationIn(context, id)?.value;
    if (is === state) continue;
    // Of somebody who joins and leaves without end, the oldest are forgotten sooner.
    const isOneOfMany = over.filter((one) => one.waiter === waiter).length >= ENDED_OF_ONE;
    if (is === undefined && isOneOfMany) continue;
    return `${names.consultation(id)} was ${state}; now it is ${is ?? 'forgotten'}`;
  }
  return undefined;
}

/**
 * Where the machine's clinic and the clerk's paper differ, in a sentence; the machine is the one who
 * ought to be otherwise.
 */
export function disagreement(
  after: ClinicSnapshot,
  clerk: Clerk,
  names: Pick<Names, 'person' | 'consultation'>,
): string | undefined {
  const { name } = after.context;
  if (after.value !== clerk.mode) return `${name} is ${after.value}; it ought to be ${clerk.mode}`;
  const open = openEntriesOf(after.context);
  if (open.length !== clerk.open.length) {
    return `${name} has ${open.length} consultations; there ought to be ${clerk.open.length}`;
  }
  for (const { id, state, holder } of clerk.open) {
    const is = consultationIn(after.context, id);
    if (is?.value !== state) {
      return `${names.consultation(id)} is ${is?.value ?? 'gone'}; it ought to be ${state}`;
    }
    const held = is.context.holder?.personId ?? null;
    if (held === holder) continue;
    const said = (of: typeof held): string => (of === null ? 'nobody' : names.person(of));
    return `${said(held)} holds ${names.consultation(id)}; it ought to be ${said(holder)}`;
  }
  const over = disagreementOnEnds(after, clerk, names);
  if (over !== undefined) return over;
  const places = waitingIn(after.context);
  const wanted = clerk.open.filter(({ state }) => state === 'waiting').map(({ id }) => id);
  const index = wanted.findIndex((id, index) => places[index] !== id);
  const [behind, before] = [wanted[index], places[index]];
  if (behind === undefined) return undefined;
  return before === undefined
    ? `${names.consultation(behind)} lost its place in the queue`
    : `${names.consultation(before)} stands before ${names.consultation(behind)}, which came first`;
}
