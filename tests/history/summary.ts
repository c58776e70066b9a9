import type { FaultName } from '../simulation/faults/fault.ts';
import type { Searched, Verdict } from './check.ts';
import type { History } from './history.ts';

/** All that `npm run history` says of one run. */
export interface Summary {
  readonly seed: number;
  readonly fault: FaultName | null;
  readonly commands: number;
  readonly accepted: number;
  readonly refused: number;
  /** Never told: may have taken effect or not. */
  readonly unknown: number;
  /** Asked before a kill or a cut of the own network, and told after it. */
  readonly toldAfterTrouble: number;
  readonly sights: number;
  readonly pages: number;
  readonly kills: number;
  readonly cuts: number;
  readonly lostDevices: number;
  /** Events that the host told by itself: presence. */
  readonly hidden: number;
  readonly isExplained: boolean;
  /** What is wrong, by the check that found it. */
  readonly found: readonly { readonly by: string; readonly words: readonly string[] }[];
  readonly journalMilliseconds: number | null;
  readonly searched: readonly Searched[];
}

interface Given {
  readonly seed: number;
  readonly fault: FaultName | undefined;
  readonly loaded: {
    readonly history: History;
    readonly journals?: ReadonlyMap<string, { readonly events: readonly { type: string }[] }>;
    readonly missing?: string | undefined;
  };
  readonly verdict: Verdict;
}

export function summary({ seed, fault, loaded, verdict }: Given): Summary {
  const { history, journals, missing } = loaded;
  const count = (kind: History[number]['kind']): number =>
    history.filter((line) => line.kind === kind).length;
  const outcomes = new Map(
    history.flatMap((line) => (line.kind === 'told' ? [[line.id, line.outcome.status]] : [])),
  );
  const accepted = [...outcomes.values()].filter((status) => status === 'accepted').length;
  const found = [
    { by: 'answers', words: missing === undefined ? [] : [missing] },
    { by: 'single sights', words: verdict.invariants },
    { by: 'the journal', words: verdict.journal ?? [] },
    ...verdict.searched.map(({ report }) => ({ by: 'the search', words: report })),
  ].filter(({ words }) => words.length > 0);
  return {
    seed,
    fault: fault ?? null,
    commands: count('asked'),
    accepted,
    refused: outcomes.size - accepted,
    unknown: count('asked') - outcomes.size,
    toldAfterTrouble: toldAfterTrouble(history),
    sights: count('seen'),
    pages: new Set(history.flatMap((line) => (line.kind === 'seen' ? line.page : []))).size,
    kills: count('killed'),
    cuts: count('cut'),
    lostDevices: count('lost'),
    hidden: [...(journals?.values() ?? [])]
      .flatMap(({ events }) => events)
      .filter(({ type }) => ['AWAY', 'BACK', 'DEADLINE'].includes(type)).length,
    isExplained: verdict.isExplained && missing === undefined,
    found,
    journalMilliseconds: journals === undefined ? null : verdict.journalMilliseconds,
    searched: verdict.searched,
  };
}

function toldAfterTrouble(history: History): number {
  const underWay = new Map<string, string>();
  const hit = new Set<string>();
  let count = 0;
  for (const line of history) {
    if (line.kind === 'asked') underWay.set(line.id, line.sessionId);
    else if (line.kind === 'killed') for (const id of underWay.keys()) hit.add(id);
    else if (line.kind === 'cut') {
      for (const [id, session] of underWay) if (session === line.sessionId) hit.add(id);
    } else if (line.kind === 'told' && underWay.delete(line.id) && hit.has(line.id)) count += 1;
  }
  return count;
}

/** Sentences of one check at most: one fault makes hundreds. */
const SENTENCES = 3;

export function summaryInWords(result: Summary): string[] {
  const lines = [
    `seed ${result.seed}${result.fault === null ? '' : `, fault ${result.fault}`}`,
    `${result.commands} commands: ${result.accepted} accepted, ${result.refused} refused, ` +
      `${result.unknown} never told, ${result.toldAfterTrouble} told only after a kill or a cut`,
    `${result.sights} sights on ${result.pages} pages; ${result.kills} kills, ${result.cuts} cuts, ` +
      `${result.lostDevices} lost devices, ${result.hidden} times the host itself spoke`,
  ];
  if (result.journalMilliseconds !== null) {
    lines.push(
      `the journal's order held against it in ${Math.round(result.journalMilliseconds)} ms`,
    );
  }
  for (const { clinic, verdict, operations, sights, states, milliseconds } of result.searched) {
    const what = {
      explained: 'an order was found',
      none: 'there is no order',
      gaveUp: 'gave up',
    }[verdict];
    lines.push(
      `${clinic}: ${what}; ${operations} commands, ${sights} sights, ` +
        `${states} states, ${Math.round(milliseconds)} ms`,
    );
  }
  for (const { by, words } of result.found) {
    lines.push('', `found by ${by}:`);
    const shown = by === 'the search' ? words : words.slice(0, SENTENCES);
    lines.push(...shown);
    if (shown.length < words.length) lines.push(`… and ${words.length - shown.length} more`);
  }
  lines.push('', result.isExplained ? 'Explained.' : 'Not explained.');
  return lines;
}
