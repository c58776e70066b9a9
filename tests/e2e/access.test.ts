import {
  boardDocument,
  consultationDocument,
  DOCUMENT_KINDS,
  epochOfReason,
  KEYS,
  lobbyDocument,
  newCommandId,
  PROTOCOL_VERSION,
  sessionDocument,
} from '@naervaer/machines/protocol';
import type {
  ClinicId,
  CommandInput,
  CommandType,
  ConsultationId,
  DocumentKind,
  Epoch,
  Outcome,
} from '@naervaer/machines/protocol';
import { TABLE } from '@naervaer/sync-server/access/table.ts';
import type { Act as AnyAct, AdminAct } from '@naervaer/sync-server/access/table.ts';
import { CLINIC } from '@naervaer/sync-server/demo/people.ts';
import type * as Y from 'yjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../support/cookies.ts';
import { eventually } from '../support/eventually.ts';
import { anyFingerprint } from '../support/fingerprint.ts';
import { rawSync, upgrade } from '../support/raw-sync.ts';
import type { RawSync } from '../support/raw-sync.ts';
import { ALL, MAY, MEMBERS, PEOPLE, PERSONAL, STANDS } from './access-expected.ts';
import type { Stand } from './access-expected.ts';
import { joinOnBehalf, joinWithoutCpr } from '../support/samples.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import type { SignedInPerson } from '../support/sign-in.ts';
import { syncClient } from '../support/sync-client.ts';
import type { SyncClient } from '../support/sync-client.ts';

const COMMANDS = Object.keys(MAY).flatMap((act) =>
  act.startsWith('send ') ? [act.slice(5) as CommandType] : [],
);

/** An administrator's acts are walked in `administration/matrix.test.ts`. */
type Act = Exclude<AnyAct, AdminAct>;
const isHere = (act: string): act is Act => !act.startsWith('administer ');
const ACTS = Object.keys(TABLE).filter(isHere);

const clinicId = CLINIC.north;
const YDERNUMMER = '057584';

let server: ServerProcess;
const people = {} as Record<Stand, SignedInPerson>;
const clients = {} as Record<Stand, SyncClient>;
const raws = {} as Record<Stand, RawSync>;
const tokens = {} as Record<Stand, string>;
let consultationId: ConsultationId;
let epoch: Epoch;
let cells = 0;
const tried = new Set<string>();

/** One cell of the table is one act by one stand; `cell` counts it and says which one failed. */
function cell(act: Act, who: string): string {
  cells += 1;
  tried.add(`${act} | ${who}`);
  return `${act} by ${who}`;
}

const nameOf: Record<DocumentKind, (who: Stand) => string> = {
  session: (who) => sessionDocument(people[who].info.sessionId),
  board: () => boardDocument(clinicId, epoch),
  lobby: () => lobbyDocument(clinicId, epoch),
  consultation: () => consultationDocument(consultationId, epoch),
};

function commandOf(type: CommandType, who: Stand): CommandInput {
  const target = { clinicId, consultationId };
  const number = who === 'waiter' ? PERSONAL.hyphened : '670238-0021';
  switch (type) {
    case 'saveProfile':
      return {
        type,
        jobRole: 'nurse',
        unitId: people[who].info.units[0]?.id ?? 'plejehjemmet-aahaven',
      };
    case 'joinOnBehalf':
      return {
        ...joinOnBehalf(YDERNUMMER, { number, name: PERSONAL.name }),
        ...(who === 'waiter' ? { reason: PERSONAL.reason } : {}),
      } as CommandInput;
    case 'joinWithoutCpr':
      return joinWithoutCpr(YDERNUMMER);
    case 'openClinic':
    case 'closeClinic':
      return { type, clinicId };
    case 'reject':
      return { type, ...target, instead: 'phone', note: '' };
    case 'tellWaiters':
      return { type, clinicId, consultationId: null, late: 10, text: '' };
    default:
      return { type, ...target };
  }
}

/** What everybody may see of the clinic, as three documents: what a forbidden act must not change. */
async function state(): Promise<unknown> {
  // A round trip behind whatever was published: nothing is on its way any more.
  await raws.holder.ping(nameOf.board('holder'));
  return [
    raws.holder.document(nameOf.board('holder')).getMap(KEYS.board).toJSON(),
    raws.holder.document(nameOf.board('holder')).getMap(KEYS.rows).toJSON(),
    raws.holder.document(nameOf.lobby('holder')).getMap(KEYS.lobby).toJSON(),
    raws.holder.document(nameOf.consultation('holder')).getMap(KEYS.consultation).toJSON(),
  ];
}

const isForbidden = (outcome: Outcome): boolean =>
  outcome.status === 'refused' && outcome.code === 'forbidden';

async function isPast(type: CommandType, who: Stand): Promise<string> {
  const title = cell(`send ${type}`, who);
  const outcome = await clients[who].ask(commandOf(type, who));
  expect(isForbidden(outcome), title).toBe(false);
  return outcome.status === 'accepted' ? 'accepted' : outcome.code;
}

const putMarker = (document: Y.Doc): void => {
  for (const map of Object.values(KEYS)) document.getMap(map).set('smuggled', 'smuggled-value');
};

beforeAll(async () => {
  server = await serverProcess();
  await server.start();
  for (const who of ALL) {
    people[who] = await signIn(server.origin, demoPerson(PEOPLE[who]));
    clients[who] = syncClient(people[who]);
    raws[who] = await rawSync(people[who]);
    tokens[who] = await people[who].token();
  }
  const reason = await raws.holder.open(boardDocument(clinicId, 0 as Epoch), tokens.holder);
  const told = epochOfReason(reason ?? '');
  if (told === undefined) throw new Error(`no epoch was told: ${reason}`);
  epoch = told;
}, 60_000);

afterAll(async () => {
  for (const who of ALL) {
    clients[who]?.close();
    raws[who]?.close();
  }
  await server?.dispose();
  console.log(`access: ${cells} cells tried over real connections`);
});

describe('the table of who may do what (SE1)', () => {
  it('says what the product says, act by act and stand by stand', () => {
    const standing: Record<Stand, readonly string[]> = {
      waiter: ['own', 'participant', 'signedIn'],
      otherCaregiver: ['own', 'signedIn'],
      holder: ['own', 'member', 'signedIn'],
      colleague: ['own', 'member', 'signedIn'],
      otherClinician: ['own', 'signedIn'],
    };
    const fromTable = Object.fromEntries(
      ACTS.map((act) => [
        act,
        ALL.filter((who) =>
          TABLE[act].some(
            ([role, relation]) => STANDS[who].startsWith(role) && standing[who].includes(relation),
          ),
        ),
      ]),
    );
    expect(fromTable).toEqual(MAY);
    // A relation that a stand above cannot have must not open anything either.
    const cellsOfTable = Object.values(TABLE).flat();
    expect(
      cellsOfTable.filter(([role, relation]) => `${role} ${relation}` === 'caregiver member'),
    ).toEqual([]);
    expect(
      cellsOfTable.filter(([role, relation]) => `${role} ${relation}` === 'clinician participant'),
    ).toEqual([]);
  });

  it('lets those who may save a profile, open and join get past access', async () => {
    expect(await isPast('saveProfile', 'waiter')).toBe('accepted');
    expect(await isPast('saveProfile', 'otherCaregiver')).toBe('accepted');
    expect(await isPast('openClinic', 'holder')).toBe('accepted');
    expect(await isPast('openClinic', 'colleague')).toBe('alreadyOpen');
    cell('send joinOnBehalf', 'waiter');
    const id = clients.waiter.send(commandOf('joinOnBehalf', 'waiter'));
    expect(await clients.waiter.outcome(id)).toEqual({ status: 'accepted' });
    consultationId = id as string as ConsultationId;
    expect(await isPast('joinWithoutCpr', 'waiter')).toBe('alreadyInQueue');
    expect(await isPast('joinWithoutCpr', 'otherCaregiver')).toBe('accepted');
    expect(await isPast('joinOnBehalf', 'otherCaregiver')).toBe('alreadyInQueue');
  });

  it('opens each document to those who may read it and denies it to all others', async () => {
    for (const kind of DOCUMENT_KINDS) {
      for (const who of ALL) {
        const title = cell(`read ${kind}`, who);
        const reason = await raws[who].open(nameOf[kind](who), tokens[who]);
        expect(reason, title).toBe(MAY[`read ${kind}`].includes(who) ? undefined : 'forbidden');
      }
    }
    // What was let in also gets the document; what was denied gets nothing but the denial.
    for (const who of ALL) {
      for (const kind of ['board', 'lobby', 'consultation'] as const) {
        const copy = raws[who].document(nameOf[kind](who));
        const isIn = MAY[`read ${kind}`].includes(who);
        if (isIn) await eventually(`${kind} of ${who}`, () => copy.share.size > 0);
        expect(copy.share.size > 0).toBe(isIn);
      }
    }
  });

  it("denies every session's document to every other session, of the same person too", async () => {
    const second = await signIn(server.origin, demoPerson(PEOPLE.waiter), new CookieJar());
    const secondRaw = await rawSync(second);
    expect(await secondRaw.open(nameOf.session('waiter'), await second.token())).toBe('forbidden');
    // The token of one session on the socket that another's cookie opened.
    expect(await secondRaw.open(nameOf.session('waiter'), tokens.waiter)).toBe('forbidden');
    cells += 2;
    secondRaw.close();
    for (const who of ALL) {
      for (const other of ALL.filter((one) => one !== who)) {
        const title = cell('read session', `${who} of ${other}`);
        expect(await raws[who].open(nameOf.session(other), tokens[who]), title).toBe('forbidden');
        cell('write session', `${who} of ${other}`);
        raws[who].push(nameOf.session(other), (document) => {
          document.getMap(KEYS.outcomes).set('smuggled', { status: 'accepted' });
        });
      }
    }
    for (const who of ALL) {
      // A round trip on each socket: what was pushed has been looked at by now.
      await raws[who].ping(nameOf.session(who));
      expect(clients[who].document.getMap(KEYS.outcomes).has('smuggled')).toBe(false);
    }
  });

  it('refuses every write to a view, whoever pushes it, and nobody else sees it (DC1)', async () => {
    const before = await state();
    for (const kind of ['board', 'lobby', 'consultation'] as const) {
      for (const who of ALL) {
        const title = cell(`write ${kind}`, who);
        const name = nameOf[kind](who);
        raws[who].push(name, putMarker);
        const answer = MAY[`read ${kind}`].includes(who)
          ? await eventually(`an answer to ${title}`, () =>
              raws[who].answers(name).length > 0 ? String(raws[who].answers(name).at(-1)) : null,
            )
          : await raws[who].open(name, tokens[who]);
        expect(answer, title).toBe(MAY[`read ${kind}`].includes(who) ? 'false' : 'forbidden');
      }
    }
    expect(await state()).toEqual(before);
    // Somebody who opens them only now gets them from the server's copy.
    const late = await rawSync(people.colleague);
    for (const kind of ['board', 'lobby', 'consultation'] as const) {
      const name = nameOf[kind]('colleague');
      expect(await late.open(name, tokens.colleague)).toBeUndefined();
      await eventually(`a late ${kind}`, () => late.document(name).share.size > 0);
      expect(late.received(name).includes('smuggled')).toBe(false);
    }
    late.close();
    for (const who of ALL) {
      for (const kind of ['board', 'lobby', 'consultation'] as const) {
        expect(raws[who].received(nameOf[kind](who)).includes('smuggled'), who).toBe(false);
      }
    }
  });

  it('refuses every forbidden command, and it has no effect', async () => {
    const before = await state();
    for (const type of COMMANDS) {
      for (const who of ALL.filter((one) => !MAY[`send ${type}`].includes(one))) {
        const title = cell(`send ${type}`, who);
        // The refusal is an answer in the own session document: that one takes writes (DC1).
        const outcome = await clients[who].ask(commandOf(type, who));
        cell('write session', who);
        expect(outcome, title).toEqual({ status: 'refused', code: 'forbidden' });
      }
    }
    expect(await state()).toEqual(before);
  });

  it('lets those who may lead the consultation through to its end', async () => {
    expect(await isPast('tellWaiters', 'holder')).toBe('accepted');
    expect(await isPast('tellWaiters', 'colleague')).toBe('accepted');
    expect(await isPast('claim', 'colleague')).toBe('accepted');
    expect(await isPast('release', 'colleague')).toBe('accepted');
    expect(await isPast('claim', 'holder')).toBe('accepted');
    expect(await isPast('release', 'holder')).toBe('accepted');
    expect(await clients.holder.ask(commandOf('claim', 'holder'))).toEqual({ status: 'accepted' });
    expect(await isPast('enterCall', 'waiter')).toBe('accepted');
    expect(await isPast('enterCall', 'holder')).toBe('accepted');
    // A colleague is let past access, and stopped by the one who has the patient.
    expect(await isPast('enterCall', 'colleague')).toBe('notYours');
    expect(await isPast('endCall', 'colleague')).toBe('notYours');
    expect(await isPast('reject', 'colleague')).toBe('alreadyClaimed');
    expect(await isPast('reject', 'holder')).toBe('alreadyEntered');
    expect(await isPast('leaveQueue', 'waiter')).toBe('alreadyEntered');
  });

  it('gives a place in the room to its two sides only', async () => {
    const body = { clinicId, consultationId, fingerprint: anyFingerprint() };
    for (const who of ALL) {
      const title = cell('route POST /api/media', who);
      const response = await people[who].post('/api/media', body);
      // The colleague may, says the table, but has no side in a room that another holds (C7).
      const isSide = who === 'waiter' || who === 'holder';
      expect(response.status, title).toBe(isSide ? 200 : 403);
      const answer: unknown = await response.json();
      expect(answer, title).toMatchObject(isSide ? {} : { code: 'forbidden' });
    }
  });

  it('takes and gives pieces of a photo to the two sides only, and forgets it for them only', async () => {
    const photo = `/api/photos/${consultationId}/${newCommandId()}`;
    for (const who of ALL) {
      const title = cell('route /api/photos', who);
      const headers = {
        origin: server.origin,
        cookie: people[who].jar.header(),
        'content-type': 'application/octet-stream',
      };
      const put = await fetch(`${server.origin}${photo}/0`, {
        method: 'POST',
        headers,
        body: new Uint8Array([1, 2, 3]),
      });
      const get = await fetch(`${server.origin}${photo}/0`, { headers });
      const gone = await fetch(`${server.origin}${photo}`, { method: 'DELETE', headers });
      const isSide = who === 'waiter' || who === 'holder';
      const expected = isSide ? [204, 200, 204] : [403, 403, 403];
      expect([put.status, get.status, gone.status], title).toEqual(expected);
    }
  });

  it('lets whoever is at a clinic or a home try the relay before a call', async () => {
    for (const who of ALL) {
      const title = cell('route POST /api/relay-check', who);
      expect((await people[who].post('/api/relay-check', {})).status, title).toBe(200);
    }
  });

  it.each(['Viggo Driftager', 'Pia Højvang', 'Inger Bakkegård'])(
    'has no document, command or room for an administrator, whatever they administrate: %s',
    async (name) => {
      const administrator = await signIn(server.origin, demoPerson(name));
      const raw = await rawSync(administrator);
      const token = await administrator.token();
      const own = sessionDocument(administrator.info.sessionId);
      const before = await state();
      for (const asked of [own, ...DOCUMENT_KINDS.map((kind) => nameOf[kind]('holder'))]) {
        cells += 1;
        expect(await raw.open(asked, token), asked).toBe('forbidden');
      }
      for (const type of COMMANDS) {
        const title = cell(`send ${type}`, name);
        raw.push(own, (document) => {
          const [id, command] = [newCommandId(), commandOf(type, 'waiter')];
          document.getMap(KEYS.outbox).set(id, { id, v: PROTOCOL_VERSION, command });
        });
        expect(raw.document(own).share.size, title).toBe(0);
      }
      const media = await administrator.post('/api/media?app=insight', {
        clinicId,
        consultationId,
        fingerprint: anyFingerprint(),
      });
      expect([media.status, await media.json()]).toEqual([403, { code: 'forbidden' }]);
      cell('route POST /api/media', name);
      const check = await administrator.post('/api/relay-check?app=insight', {});
      expect(check.status, cell('route POST /api/relay-check', name)).toBe(403);
      const piece = `/api/photos/${consultationId}/${newCommandId()}/0?app=insight`;
      const cookie = administrator.jar.header();
      const photo = await fetch(`${server.origin}${piece}`, { headers: { cookie } });
      expect(photo.status, cell('route /api/photos', name)).toBe(403);
      expect(await state()).toEqual(before);
      for (const value of Object.values(PERSONAL)) {
        expect(raw.received(own).includes(value)).toBe(false);
      }
      raw.close();
    },
  );

  it('forbids every act on the running call to those who may not', async () => {
    const before = await state();
    for (const type of ['enterCall', 'endCall', 'leaveQueue', 'release', 'reject'] as const) {
      for (const who of ALL.filter((one) => !MAY[`send ${type}`].includes(one))) {
        const title = cell(`send ${type}`, `${who} in the call`);
        expect(await clients[who].ask(commandOf(type, who)), title).toMatchObject({
          code: 'forbidden',
        });
      }
    }
    expect(await state()).toEqual(before);
  });

  it('denies what has another name: rubbish, other clinics, unknown consultations, old epochs', async () => {
    const other = CLINIC.harbour;
    const name = nameOf.board('holder');
    const denials: readonly [string, string][] = [
      [boardDocument(other, epoch), 'forbidden'],
      [boardDocument('no-such-clinic' as ClinicId, epoch), 'forbidden'],
      [lobbyDocument('no-such-clinic' as ClinicId, epoch), 'forbidden'],
      [consultationDocument(newCommandId() as string as ConsultationId, epoch), 'forbidden'],
      [boardDocument(clinicId, 0 as Epoch), `staleEpoch:${epoch}`],
      [boardDocument(clinicId, (epoch + 1) as Epoch), `staleEpoch:${epoch}`],
      [lobbyDocument(clinicId, (epoch + 7) as Epoch), `staleEpoch:${epoch}`],
      [consultationDocument(consultationId, 0 as Epoch), `staleEpoch:${epoch}`],
      [`${name}/`, 'unknownDocument'],
      [`${name}x`, 'unknownDocument'],
      [` ${name}`, 'unknownDocument'],
      [name.toUpperCase(), 'unknownDocument'],
      [`board/${clinicId}/-1`, 'unknownDocument'],
      [`board/${clinicId}/01`, 'unknownDocument'],
      [`board/${clinicId}`, 'unknownDocument'],
      [`board/../${clinicId}/${epoch}`, 'unknownDocument'],
      [`note/${consultationId}`, 'unknownDocument'],
      [`session/${people.holder.info.sessionId}/1`, 'unknownDocument'],
      ['session/', 'unknownDocument'],
      ['', 'unknownDocument'],
      ['/', 'unknownDocument'],
      ['🩺'.repeat(2000), 'unknownDocument'],
    ];
    const raw = await rawSync(people.holder);
    for (const [asked, reason] of denials) {
      cells += 1;
      expect(await raw.open(asked, tokens.holder), asked.slice(0, 60)).toBe(reason);
      expect(raw.document(asked).share.size).toBe(0);
    }
    raw.close();
    // Who may not read it is not even told the epoch.
    const stranger = await rawSync(people.otherClinician);
    expect(await stranger.open(boardDocument(clinicId, 0 as Epoch), tokens.otherClinician)).toBe(
      'forbidden',
    );
    stranger.close();
  });

  it('has nothing for whom nobody signed in, and nothing more for a session that ended', async () => {
    const { origin } = server;
    const gone = await signIn(origin, demoPerson('Jonas Kærgaard'));
    const goneClient = syncClient(gone);
    const goneRaw = await rawSync(gone);
    const token = await gone.token();
    expect(await goneRaw.open(sessionDocument(gone.info.sessionId), token)).toBeUndefined();
    const cookie = gone.jar.header();
    expect((await gone.post('/api/sign-out', {})).status).toBe(200);
    // SE2: at once, and not when the token would have ended.
    const closed = await eventually('the socket to close', () => goneRaw.closed());
    expect(closed).toEqual({ code: 4401, reason: 'signedOut' });
    await eventually('the client to be out', () => !goneClient.isOnline());

    const before = await state();
    for (const [who, how] of [
      ['nobody', { origin }],
      ['a made-up cookie', { origin, cookie: 'naervaer-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
      ['a session that ended', { origin, cookie }],
    ] as const) {
      // Without a socket there is no document to read or write and no command to send.
      expect(await upgrade(origin, how), who).toBe(401);
      for (const act of ACTS) cell(act, who);
      const media = await fetch(`${origin}/api/media`, {
        method: 'POST',
        headers: {
          origin,
          'content-type': 'application/json',
          ...('cookie' in how ? { cookie: how.cookie } : {}),
        },
        body: JSON.stringify({ clinicId, consultationId }),
      });
      expect([media.status, await media.json()], who).toEqual([401, { code: 'signedOut' }]);
    }
    // The token that is left over, on a socket that somebody else's cookie opened.
    const raw = await rawSync(people.holder);
    for (const kind of DOCUMENT_KINDS) {
      const name =
        kind === 'session' ? sessionDocument(gone.info.sessionId) : nameOf[kind]('holder');
      const title = cell(`read ${kind}`, 'a token that ended with its session');
      expect(await raw.open(name, token), title).toBe('signedOut');
    }
    for (const type of COMMANDS) {
      cell(`send ${type}`, 'a token that ended with its session');
      const id = newCommandId();
      raw.push(sessionDocument(gone.info.sessionId), (document) => {
        const command = commandOf(type, 'waiter');
        document.getMap(KEYS.outbox).set(id, { id, v: PROTOCOL_VERSION, command });
      });
    }
    expect(await raw.open('', 'no token at all')).toBe('unknownDocument');
    expect(await raw.open(nameOf.lobby('holder'), 'no token at all')).toBe('signedOut');
    expect(await raw.open(nameOf.lobby('holder'), '')).toBe('signedOut');
    raw.close();
    goneClient.close();
    expect(await state()).toEqual(before);
  });

  it.each([
    ['Rasmus Udenrolle', 'tablet'],
    ['Ole Udenklinik', 'board'],
    ['Ellen Kornmark', 'tablet'],
    ['Lise Talgren', 'tablet'],
    ['Pia Højvang', 'tablet'],
    ['Mette Skovbjerg', 'insight'],
    ['Anne Klitgård', 'insight'],
  ] as const)('has no session for whose account has no way in: %s, %s', async (name, app) => {
    const trying = signIn(server.origin, demoPerson(name), new CookieJar(), app);
    await expect(trying).rejects.toThrow('not signed in: 403');
  });

  it('lets those who may end it do so, and close the clinic', async () => {
    expect(await isPast('endCall', 'holder')).toBe('accepted');
    expect(await isPast('endCall', 'waiter')).toBe('consultationOver');
    expect(await isPast('closeClinic', 'holder')).toBe('accepted');
    expect(await isPast('closeClinic', 'colleague')).toBe('alreadyClosed');
  });

  it('keeps CPR, name and reason on the board, and off every other wire (DC3)', async () => {
    const board = nameOf.board('holder');
    for (const who of MEMBERS) {
      const bytes = raws[who].received(board);
      expect(bytes.includes(PERSONAL.name), `${who} sees the name`).toBe(true);
      expect(bytes.includes(PERSONAL.reason), `${who} sees the reason`).toBe(true);
      const hasNumber = bytes.includes(PERSONAL.digits) || bytes.includes(PERSONAL.hyphened);
      expect(hasNumber, `${who} sees the number`).toBe(true);
    }
    for (const who of ALL) {
      for (const kind of DOCUMENT_KINDS) {
        for (const whose of ALL) {
          const name = nameOf[kind](whose);
          // An own outbox holds what its person wrote; a board is where it belongs.
          const isOwnOutbox = kind === 'session' && who === whose;
          if (isOwnOutbox || (kind === 'board' && MEMBERS.includes(who))) continue;
          const bytes = raws[who].received(name);
          for (const [what, value] of Object.entries(PERSONAL)) {
            expect(bytes.includes(value), `${what} in ${kind} as ${who} got it`).toBe(false);
          }
        }
      }
    }
    // The documents that the check above read were really there.
    expect(raws.waiter.received(nameOf.consultation('waiter')).length).toBeGreaterThan(200);
    expect(raws.otherClinician.received(nameOf.lobby('waiter')).length).toBeGreaterThan(100);
  });

  it('was walked whole: every act by every stand', () => {
    const missing = ACTS.flatMap((act) =>
      ALL.filter((who) => !tried.has(`${act} | ${who}`)).map((who) => `${act} | ${who}`),
    );
    expect(missing).toEqual([]);
  });
});
