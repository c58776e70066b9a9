const ENGINE =
  'what the engine tells the machine while the screen stays as it is; the pure level and the media tests have it';
const KNOB = 'loss that is total and loss that is some are one knob here';
const NO_BUTTON = 'the button is there only once it failed';

const states = ['connecting', 'connected', 'weak', 'healing', 'failed'] as const;

const ofCall = (
  why: string,
  of: Readonly<Partial<Record<(typeof states)[number], readonly string[]>>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(of).flatMap(([state, events]) =>
      events.map((event) => [`${state} × ${event}[0] (of call)`, why]),
    ),
  );

/** What tells of a leg, a measure or a credential: nothing that a person does. */
const INNER = ['CALL_CAME', 'LEG_DIED', 'MEASURED', 'BUDGET_CHANGED', 'CREDENTIALS'] as const;

/** What the machine takes and no person or network can be made to bring here (M2). */
export const callUnreachable: Readonly<Record<string, string>> = {
  ...ofCall(ENGINE, {
    connecting: [...INNER, 'LEG_STOPPED', 'TOLD'],
    connected: [...INNER, 'READY_CHANGED', 'REACH_CHANGED', 'LEG_FLOWS', 'DEADLINE'],
    weak: [...INNER, 'READY_CHANGED', 'REACH_CHANGED', 'LEG_FLOWS', 'DEADLINE'],
    healing: [...INNER, 'REACH_CHANGED', 'LEG_STOPPED', 'TOLD'],
    failed: [...INNER, 'READY_CHANGED', 'REACH_CHANGED', 'LEG_STOPPED', 'TOLD', 'DEADLINE'],
  }),
  ...ofCall(KNOB, { weak: ['PEER_CHANGED', 'LEG_STOPPED'] }),
  ...ofCall(NO_BUTTON, {
    connecting: ['RETRY'],
    connected: ['RETRY'],
    weak: ['RETRY'],
    healing: ['RETRY'],
  }),
  'weak × always[0]': KNOB,
  'connecting × DEADLINE[1]': ENGINE,
  'healing × DEADLINE[1]': ENGINE,
  'healing × READY_CHANGED[0]': ENGINE,
};
