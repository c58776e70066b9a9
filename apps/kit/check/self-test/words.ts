import { texts } from '../../texts/index.ts';
import { kbitsText, percent, seconds } from '../network-words.ts';
import { TRIALS } from './trials.ts';
import type { Outcome, Trial, TrialName } from './trials.ts';

interface SelfTestTexts {
  readonly link: string;
  readonly title: string;
  readonly about: string;
  readonly again: string;
  readonly ways: string;
  readonly names: Readonly<Record<TrialName, string>>;
  readonly for: Readonly<Record<TrialName, string>>;
  readonly kinds: Readonly<Record<Outcome['kind'], string>>;
  readonly refused: string;
  readonly after: (seconds: string) => string;
  readonly carries: (roundTrip: string, loss: string, kbits: string) => string;
  readonly open: (protocol: string, host: string, port: number) => string;
  readonly ask: string;
  readonly verdict: Readonly<Record<Verdict, string>>;
  readonly copy: string;
  readonly copied: string;
  readonly text: string;
  readonly head: (origin: string, at: string) => string;
}
/** What all of it together means for a call. */
export type Verdict = 'good' | 'detour' | 'noRelay' | 'closed' | 'noServer' | 'running';

const da: SelfTestTexts = {
  link: 'Test netværket',
  title: 'Test af netværket',
  about: 'Prøver de veje, som billede og lyd kan tage. Det tager op til 15 sekunder.',
  again: 'Test igen',
  ways: 'Veje',
  names: {
    https: 'HTTPS',
    webSocket: 'WebSocket',
    stun: 'Direkte (UDP, STUN)',
    udp: 'Relæ over UDP (TURN)',
    tcp: 'Relæ over TCP (TURN)',
    tls: 'Relæ over TLS (TURN)',
  },
  for: {
    https: 'Siderne. Uden den virker intet.',
    webSocket: 'Køen og beskeder. Uden den virker intet.',
    stun: 'Billede og lyd ad den korteste vej.',
    udp: 'Billede og lyd, når den direkte vej er lukket.',
    tcp: 'Billede og lyd, når UDP er lukket.',
    tls: 'Billede og lyd, når kun port 443 er åben.',
  },
  kinds: {
    running: 'Prøver …',
    open: 'Åben',
    weak: 'Åben, men svag',
    closed: 'Lukket',
    none: 'Ikke sat op på serveren',
  },
  refused: 'Relæet svarer, men siger nej. Det er et problem på serveren, ikke i jeres netværk.',
  after: (after) => `efter ${after} s`,
  carries: (roundTrip, loss, kbits) => `svarer på ${roundTrip} s, taber ${loss}, ${kbits} kbit/s`,
  open: (protocol, host, port) => `Åbn for ${protocol} til ${host}, port ${port}, udadgående.`,
  ask: 'Send teksten herunder til jeres it-afdeling. Der er ingen personoplysninger i den.',
  verdict: {
    running: 'Testen er i gang.',
    good: 'Netværket er klar til videokonsultation.',
    detour:
      'Videokonsultation virker, men ad en omvej. Billede og lyd bliver bedre, hvis UDP åbnes.',
    noRelay:
      'Serveren har intet relæ. Videokonsultation virker kun, når de to netværk kan nå hinanden direkte.',
    closed: 'Billede og lyd kommer ikke igennem relæet. Mindst én af vejene skal åbnes.',
    noServer: 'Der er ikke forbindelse til serveren.',
  },
  copy: 'Kopiér teksten',
  copied: 'Kopieret',
  text: 'Tekst til it-afdelingen',
  head: (origin, at) => `Nærvær, test af netværket mod ${origin}, ${at}`,
};

const en: SelfTestTexts = {
  link: 'Test the network',
  title: 'Network test',
  about: 'Tries the ways that picture and sound can take. It takes up to 15 seconds.',
  again: 'Test again',
  ways: 'Ways',
  names: {
    https: 'HTTPS',
    webSocket: 'WebSocket',
    stun: 'Direct (UDP, STUN)',
    udp: 'Relay over UDP (TURN)',
    tcp: 'Relay over TCP (TURN)',
    tls: 'Relay over TLS (TURN)',
  },
  for: {
    https: 'The pages. Nothing works without it.',
    webSocket: 'The queue and messages. Nothing works without it.',
    stun: 'Picture and sound the shortest way.',
    udp: 'Picture and sound when the direct way is closed.',
    tcp: 'Picture and sound when UDP is closed.',
    tls: 'Picture and sound when only port 443 is open.',
  },
  kinds: {
    running: 'Trying …',
    open: 'Open',
    weak: 'Open, but weak',
    closed: 'Closed',
    none: 'Not set up on the server',
  },
  refused: 'The relay answers and says no. That is a problem of the server, not of your network.',
  after: (after) => `after ${after} s`,
  carries: (roundTrip, loss, kbits) =>
    `answers within ${roundTrip} s, loses ${loss}, ${kbits} kbit/s`,
  open: (protocol, host, port) => `Open ${protocol} to ${host}, port ${port}, outbound.`,
  ask: 'Send the text below to your IT department. There is no personal data in it.',
  verdict: {
    running: 'The test is running.',
    good: 'The network is ready for video consultations.',
    detour:
      'Video consultations work, but by a detour. Picture and sound get better when UDP is opened.',
    noRelay:
      'The server has no relay. Video consultations work only when the two networks can reach each other directly.',
    closed:
      'Picture and sound do not get through the relay. At least one of the ways must be opened.',
    noServer: 'There is no connection to the server.',
  },
  copy: 'Copy the text',
  copied: 'Copied',
  text: 'Text for the IT department',
  head: (origin, at) => `Nærvær, network test against ${origin}, ${at}`,
};

export const selfTestTexts = texts({ da, en });

const isOpen = ({ outcome: { kind } }: Trial): boolean => kind === 'open' || kind === 'weak';

export function verdictOf(trials: readonly Trial[]): Verdict {
  const by = (name: TrialName): Trial | undefined => trials.find((trial) => trial.name === name);
  const has = (name: TrialName): boolean => {
    const trial = by(name);
    return trial !== undefined && isOpen(trial);
  };
  if (trials.length === 0 || trials.some(({ outcome }) => outcome.kind === 'running')) {
    return 'running';
  }
  if (!has('https') || !has('webSocket')) return 'noServer';
  const relays = (['udp', 'tcp', 'tls'] as const).map(by);
  if (relays.every((trial) => trial?.outcome.kind === 'none')) return 'noRelay';
  if (has('udp')) return 'good';
  if (has('tcp') || has('tls')) return by('udp')?.outcome.kind === 'none' ? 'good' : 'detour';
  return 'closed';
}

/** What was seen, behind the word. */
export function figuresOf({ outcome }: Trial): string {
  if (outcome.kind !== 'open' && outcome.kind !== 'weak') return '';
  const after = selfTestTexts().after(seconds(outcome.ms));
  if (outcome.measured === undefined) return after;
  const { roundTripMs, loss, kbits } = outcome.measured;
  return `${after}; ${selfTestTexts().carries(seconds(roundTripMs), percent(loss), kbitsText(kbits))}`;
}

const PROTOCOLS: Readonly<Record<TrialName, string>> = {
  https: 'TCP (HTTPS)',
  webSocket: 'TCP (WebSocket, wss)',
  stun: 'UDP',
  udp: 'UDP',
  tcp: 'TCP',
  tls: 'TCP (TLS)',
};

/** What to do about a way that is closed. */
export function adviceOf({ name, host, port, outcome }: Trial): string | undefined {
  if (outcome.kind !== 'closed') return undefined;
  if (outcome.why === 'refused') return selfTestTexts().refused;
  if (host === undefined || port === undefined) return undefined;
  return selfTestTexts().open(PROTOCOLS[name], host, port);
}

/** All of it as plain text: hosts and ports of the server's, and nothing of who asked. */
export function reportOf(trials: readonly Trial[], origin: string, at: string): string {
  const lines = TRIALS.flatMap((name) => {
    const trial = trials.find((each) => each.name === name);
    if (trial === undefined) return [];
    const where = trial.host === undefined ? '' : ` (${trial.host}:${trial.port})`;
    const said = [selfTestTexts().kinds[trial.outcome.kind], figuresOf(trial)].filter(Boolean);
    const advice = adviceOf(trial);
    return [
      `${selfTestTexts().names[name]}${where}: ${said.join(' ')}`,
      ...(advice === undefined ? [] : [`  → ${advice}`]),
    ];
  });
  return [
    selfTestTexts().head(origin, at),
    selfTestTexts().verdict[verdictOf(trials)],
    ...lines,
  ].join('\n');
}
