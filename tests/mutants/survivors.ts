import type { Named } from './mutant.ts';

/** File below `machines/`, line, piece, what stands in its place. */
type Row = readonly [file: string, source: string, original: string, replacement: string];

const named = (why: string, rows: readonly Row[]): readonly Named[] =>
  rows.map(([file, source, original, replacement]) => ({
    file: `machines/${file}`,
    source,
    original,
    replacement,
    why,
  }));

const brand = (file: string, name: string, source: string): Row => [
  `protocol/${file}.ts`,
  source,
  `'${name}'`,
  '""',
];
const brandOf = (name: string, of: 'slug' | 'uuid'): Row =>
  brand('ids', name, `export const ${name} = v.pipe(${of}, v.brand('${name}'));`);

/**
 * The mutants that no test can notice, because they change nothing that anybody could see. The run
 * fails on one that is not here, and on one here that is no longer there.
 */
export const SURVIVORS: readonly Named[] = [
  ...named('A type for the compiler; XState does not look at it.', [
    [
      'call/pair/machine.ts',
      'types: {',
      '{ context: {} as PairContext, events: {} as PairEvent, input: {} as PairInput, }',
      '{}',
    ],
    [
      'call/room/machine.ts',
      'types: {',
      '{ context: {} as RoomContext, events: {} as RoomEvent, input: {} as RoomInput, }',
      '{}',
    ],
    [
      'clinic/machine.ts',
      'types: {',
      '{ context: {} as ClinicContext, events: {} as ClinicEvent, input: {} as ClinicInput, }',
      '{}',
    ],
    [
      'consultation/machine.ts',
      'types: {',
      '{ context: {} as ConsultationContext, events: {} as ConsultationEvent, input: {} as { readonly request: Request; readonly at: Instant }, }',
      '{}',
    ],
    [
      'lock/machine.ts',
      'types: { context: {} as LockContext, events: {} as LockEvent },',
      '{ context: {} as LockContext, events: {} as LockEvent }',
      '{}',
    ],
    [
      'tablet/machine.ts',
      'types: { context: {} as TabletContext, events: {} as TabletEvent },',
      '{ context: {} as TabletContext, events: {} as TabletEvent }',
      '{}',
    ],
  ]),
  ...named('A brand exists at compile time only; the schema takes the same values.', [
    brandOf('CommandId', 'uuid'),
    brandOf('ConsultationId', 'uuid'),
    brandOf('SessionId', 'uuid'),
    brandOf('RoomId', 'uuid'),
    brandOf('ClinicId', 'slug'),
    brandOf('OrganisationId', 'slug'),
    brandOf('UnitId', 'slug'),
    brand('ids', 'PersonId', "v.brand('PersonId'),"),
    brand('ids', 'PeerId', "v.brand('PeerId'),"),
    brand(
      'ids',
      'Epoch',
      "export const Epoch = v.pipe(v.number(), v.integer(), v.minValue(0), v.brand('Epoch'));",
    ),
    brand('identifiers', 'Ydernummer', "v.brand('Ydernummer'),"),
  ]),
  ...named('The machine’s name in error texts and drawings; no rule hangs on it.', [
    ['call/pair/machine.ts', "id: 'call',", "'call'", '""'],
    ['call/room/machine.ts', "id: 'room',", "'room'", '""'],
    ['clinic/machine.ts', "id: 'clinic',", "'clinic'", '""'],
    ['consultation/machine.ts', "id: 'consultation',", "'consultation'", '""'],
    ['lock/machine.ts', "id: 'lock',", "'lock'", '""'],
    ['tablet/machine.ts', "id: 'tablet',", "'tablet'", '""'],
  ]),
  ...named(
    'The list of refusals asks for other states by name only, so any other word is the same answer.',
    [
      ['consultation/machine.ts', "const ongoing = guardsIn('ongoing');", "'ongoing'", '""'],
      [
        'consultation/machine.ts',
        "const interrupted = guardsIn('interrupted');",
        "'interrupted'",
        '""',
      ],
      ['clinic/machine.ts', "...work('open'),", "'open'", '""'],
      ['clinic/machine.ts', "JOIN: { guard: takes('open'), actions: takeIn },", "'open'", '""'],
      [
        'clinic/machine.ts',
        "on: { ...work('closing'), OPEN: { target: 'open' } },",
        "'closing'",
        '""',
      ],
    ],
  ),
  ...named('Whoever is called, in a call or interrupted has a holder: never undefined here.', [
    [
      'consultation/refusals.ts',
      "return side === 'clinician' && context.holder?.personId !== by ? { code: 'notYours' } : undefined;",
      'context.holder?.personId',
      'context.holder.personId',
    ],
    [
      'views/wait.ts',
      'const atWork = Math.max(1, new Set(busy.map(([, { context }]) => context.holder?.personId)).size);',
      'context.holder?.personId',
      'context.holder.personId',
    ],
  ]),
  ...named('What stands in the queue is in the clinic: never undefined here.', [
    [
      'clinic/context.ts',
      "context.queue.filter((id) => context.consultations[id]?.value === 'waiting');",
      'context.consultations[id]?.value',
      'context.consultations[id].value',
    ],
  ]),
  ...named('One that the clinic does not know was refused before: never undefined here.', [
    [
      'clinic/context.ts',
      'if (present === undefined) return context;',
      'present === undefined',
      'false',
    ],
  ]),
  ...named('No transition changes the state and leaves the context as it is.', [
    [
      'consultation/index.ts',
      'return next.value === consultation.value && isSame(next.context, consultation.context)',
      'next.value === consultation.value',
      'true',
    ],
  ]),
  ...named('An accepted join is taken by the branch before; only a refused one comes here.', [
    [
      'tablet/machine.ts',
      "return isOf(event, 'join') && code !== null && is.mendOf(code, context.draft.way) === step;",
      'code !== null',
      'true',
    ],
  ]),
  ...named('Day 60 is on no calendar, as a real day or as 60 − 60: refused either way.', [
    [
      'protocol/citizen-number.ts',
      "const kind = day > 60 ? 'demo' : 'cpr';",
      'day > 60',
      'day >= 60',
    ],
  ]),
  ...named('The year decides the leap year only, and 1900 − 4 is one exactly when 1900 + 4 is.', [
    [
      'protocol/citizen-number.ts',
      'century(Number(digits[6]), Number(digits.slice(4, 6))) + Number(digits.slice(4, 6));',
      'century(Number(digits[6]), Number(digits.slice(4, 6))) + Number(digits.slice(4, 6))',
      'century(Number(digits[6]), Number(digits.slice(4, 6))) - Number(digits.slice(4, 6))',
    ],
  ]),
  ...named('The expression takes `undefined` for a word of letters, and wants digits.', [
    [
      'protocol/documents.ts',
      'if (epochText === undefined || !EPOCH.test(epochText)) return undefined;',
      'epochText === undefined',
      'false',
    ],
  ]),
  ...named('Eleven divides a sum exactly when it divides the sum below zero.', [
    [
      'protocol/identifiers.ts',
      'const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);',
      'total + weight * Number(digits[at])',
      'total - weight * Number(digits[at])',
    ],
  ]),
];
