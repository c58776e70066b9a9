import type { Language } from '@naervaer/kit/texts';

/** Why no step makes it: said to the tester in the last chapter, by kind. */
export const REASONS = {
  button: {
    da: 'Skærmen har ikke knappen dér: øverst står kun »Log borger ud«, når en borger er på tabletten.',
    en: 'The screen has no such button there: with a citizen on the tablet, the top only offers to log the citizen out.',
  },
  quiet: {
    da: 'Det stille tjek af udstyret er færdigt, før nogen kan nå en anden skærm.',
    en: 'The silent device check is over before anybody can reach another screen.',
  },
  refused: {
    da: 'Skærmene lader ingen sende det, som serveren ville afvise her.',
    en: 'The screens let nobody send what the server would refuse here.',
  },
  early: {
    da: 'Tabletten henter først konsultationen, når svaret er der; indtil da kan den ikke se noget af den.',
    en: 'The tablet asks for the consultation only once the answer is there; before, it sees nothing of it.',
  },
  race: {
    da: 'Svaret og konsultationens nye tilstand kommer i samme øjeblik, når nettet er tilbage; hvilken af de to tabletten tager først, kan ingen styre. Slutskærmen er den samme.',
    en: 'The answer and the consultation’s new state arrive in the same moment when the network returns; nobody can choose which the tablet takes first. The final screen is the same.',
  },
  instant: {
    da: 'Det skulle ske i det brøkdel af et sekund, hvor noget er undervejs til serveren.',
    en: 'It would have to happen within the fraction of a second while something is on its way.',
  },
  leaves: {
    da: 'Når der logges ud, går siden væk af sig selv, også uden net.',
    en: 'After signing out the page goes away by itself, also without a network.',
  },
  unseen: {
    da: 'Serveren glemmer en afsluttet konsultation efter en time; ingen skærm viser det.',
    en: 'The server forgets an ended consultation after an hour; no screen shows it.',
  },
  browser: {
    da: 'Det klarer browseren og nettet selv; ingen skærm viser det, og ingen kan vælge øjeblikket.',
    en: 'Browser and network do it by themselves; no screen shows it, and nobody can choose the moment.',
  },
  weak: {
    da: 'Det kræver et dårligt net. Det prøves i netværkslaboratoriet, ikke i hånden.',
    en: 'It takes a bad network. That is tried in the network laboratory, not by hand.',
  },
  windows: {
    da: 'Det kræver to vinduer med den samme læge. Det har en prøve for sig.',
    en: 'It takes two windows of the same doctor. That has a test of its own.',
  },
  presence: {
    da: 'Serveren ser, at enheden er på nettet igen, før dens side kan nå ind i samtalen igen.',
    en: 'The server sees that the device is back before its page can enter the call again.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;
export type Reason = keyof typeof REASONS;

const tablet = (state: string, events: Readonly<Record<string, Reason>>): [string, Reason][] =>
  Object.entries(events).map(([event, reason]) => [`tablet: ${state} × ${event}`, reason]);
const ATTENDED = [
  'withoutCpr',
  'clinic',
  'check',
  'reason',
  'done',
  'rejected',
  'cancelled',
  'expired',
];
const UNCHECKED = [
  'profile',
  'citizen',
  'withoutCpr',
  'reason',
  'done',
  'rejected',
  'cancelled',
  'expired',
];

const BY_BROWSER = ['LEG_DIED', 'MEASURED', 'TOLD', 'BUDGET_CHANGED', 'WOKE', 'CREDENTIALS'];
/** What a call does without anybody: per state, the branches beside those of `BY_BROWSER`. */
const QUIET_CALL: Readonly<Record<string, readonly string[]>> = {
  connecting: ['DEADLINE[1]', 'LEG_STOPPED[0] (of call)', 'RETRY[0] (of call)'],
  connected: ['READY_CHANGED', 'REACH_CHANGED', 'CALL_CAME', 'LEG_FLOWS', 'RETRY', 'DEADLINE'].map(
    (event) => `${event}[0] (of call)`,
  ),
  healing: ['READY_CHANGED[0]', 'DEADLINE[1]', 'LEG_STOPPED[0] (of call)', 'RETRY[0] (of call)'],
  failed: ['READY_CHANGED', 'LEG_STOPPED', 'DEADLINE'].map((event) => `${event}[0] (of call)`),
};
const WEAK = [
  ...BY_BROWSER,
  'READY_CHANGED',
  'PEER_CHANGED',
  'REACH_CHANGED',
  'CALL_CAME',
  'LEG_FLOWS',
  'LEG_STOPPED',
  'RETRY',
  'DEADLINE',
  'ENDED',
];
const QUIET_ROOM = ['ADMITTED_CHANGED[0] (of room)', 'PARTIES_CHANGED[0] (of room)'];

const callBranches: readonly (readonly [string, Reason])[] = [
  ...Object.entries(QUIET_CALL).flatMap(([state, branches]) =>
    [...branches, ...BY_BROWSER.map((event) => `${event}[0] (of call)`)].map(
      (branch) => [`call: ${state} × ${branch}`, 'browser'] as const,
    ),
  ),
  ...[
    'call: weak',
    'call: connected × always[1]',
    'call: weak × always[0]',
    'call: weak × always[1]',
    ...WEAK.map((event) => `call: weak × ${event}[0] (of call)`),
  ].map((key) => [key, 'weak'] as const),
  ...['acquiring', 'denied'].flatMap((state) =>
    [...QUIET_ROOM, 'DEADLINE[0] (of room)'].map(
      (branch) => [`room: ${state} × ${branch}`, 'browser'] as const,
    ),
  ),
  ...[
    ...['DEVICE_LOST', 'DEVICE_BACK', 'LIGHT', 'LOUDNESS', 'DEADLINE'].map((type) => `${type}[0]`),
    ...QUIET_ROOM,
  ].map((branch) => [`room: open × ${branch}`, 'browser'] as const),
  ...[
    'elsewhere',
    ...['acquiring', 'open'].map((state) => `${state} × TAKEN_ELSEWHERE[0]`),
    ...['TAKE_HERE[0]', ...QUIET_ROOM, 'DEADLINE[0] (of room)', 'ENDED[0] (of room)'].map(
      (branch) => `elsewhere × ${branch}`,
    ),
  ].map((branch) => [`room: ${branch}`, 'windows'] as const),
];

/** Transitions that no person can make by hand, each with its reason. */
export const UNREACHED: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ...ATTENDED.flatMap((state) => tablet(`desk.${state}`, { 'SIGN_OUT[0] (of desk)': 'button' })),
  ...UNCHECKED.flatMap((state) => tablet(`desk.${state}`, { 'CHECKED[0] (of desk)': 'quiet' })),
  ...tablet('attended.sending', {
    'OUTCOME[2]': 'refused',
    'OUTCOME[4]': 'refused',
    'VIEW_CHANGED[0]': 'early',
    'VIEW_CHANGED[1]': 'early',
    'VIEW_CHANGED[2]': 'early',
    'VIEW_CHANGED[3]': 'early',
    'VIEW_CHANGED[4]': 'early',
    'VIEW_CHANGED[5]': 'early',
    'SIGNED_OUT[0] (of tablet)': 'instant',
  }),
  ...tablet('attended.leaving', {
    'OUTCOME[1]': 'instant',
    'OUTCOME[2]': 'instant',
    'OUTCOME[3]': 'race',
    'VIEW_CHANGED[0]': 'race',
    'VIEW_CHANGED[1]': 'race',
    'VIEW_CHANGED[2]': 'race',
    'VIEW_CHANGED[3]': 'race',
    'VIEW_CHANGED[4]': 'race',
    'SIGNED_OUT[0] (of tablet)': 'instant',
  }),
  ...tablet('signingOut', { 'SIGNED_OUT[0] (of tablet)': 'leaves' }),
  ...callBranches,
  ['clinic: closed × DEADLINE[0]', 'unseen'],
  ['consultation: interrupted × ENTER[0]', 'presence'],
]);
