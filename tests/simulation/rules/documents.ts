import { KEYS, parseDocumentName, UNKNOWN_EPOCH } from '@naervaer/machines/protocol';
import type {
  DocumentKind,
  PersonId,
  ConsultationId,
  SessionId,
} from '@naervaer/machines/protocol';
import type { Fact, Page, Rule } from '../facts.ts';
import { createCommands } from './asked.ts';
import { createBook, createNames } from './book.ts';
import { createForgeries } from './forgeries.ts';
import { eventOf } from './pure.ts';
import { rule } from './rule.ts';
import { firstLike, nameOf, seenOf, shownIn } from './seen.ts';
import type { Seen } from './seen.ts';
import { commandOf } from './words.ts';

const noForgery = rule(
  'DC1',
  'What somebody writes into a document that is only to be read reaches nobody',
  (clinics, broken) => {
    const book = createBook(clinics);
    const forgeries = createForgeries();
    /** Of each page and document: the copy that was seen last. */
    const copies = new Map<Page, Map<string, Seen>>();

    /** Whether the clinic ever looked so, since it looked as this copy did before. */
    function isHonest(page: Page, document: string, seen: Seen): boolean {
      const before = copies.get(page)?.get(document);
      return firstLike(seen, before && Math.max(0, firstLike(before))) >= 0;
    }

    return ({ fact }) => {
      book.see(fact);
      forgeries.see(fact);
      if (fact.kind === 'committed' && forgeries.keys.size > 0) {
        const ids = fact.batch.flatMap(({ events, outcome }) => [
          ...events.flatMap(({ type, subject }) => (type === 'JOIN' ? [subject] : [])),
          outcome?.commandId,
        ]);
        if (ids.some((id) => typeof id === 'string' && forgeries.keys.has(id))) {
          broken('a forgery came to the journal');
        }
      }
      if (fact.kind !== 'copied' || forgeries.isOwn(fact.page, fact.document)) return;
      const shown = shownIn(fact);
      const seen = shown?.view === undefined ? undefined : seenOf(book, shown);
      const keys = forgeries.keysIn(fact.document, fact.page);
      // A key that was there before may stand there, or be gone: then it is the whole that tells.
      const isForged =
        keys.length > 0 &&
        (seen === undefined
          ? Object.values(fact.content).some((map) => keys.some((key) => Object.hasOwn(map, key)))
          : !isHonest(fact.page, fact.document, seen));
      if (seen !== undefined) {
        const ofPage = copies.get(fact.page) ?? new Map<string, Seen>();
        copies.set(fact.page, ofPage.set(fact.document, seen));
      }
      if (isForged) {
        broken(
          `${fact.page.device} got what somebody else wrote into a document that they may only read`,
        );
      }
    };
  },
);

/** What each kind of document may hold, written apart from the views (DC3). */
const FIELDS: Readonly<Record<Exclude<DocumentKind, 'session'>, string>> = {
  lobby: `clinicId name mode message message.late message.text message.at queueLength
    wait wait.low wait.high wait.isEstimated`,
  consultation: `consultationId clinicId clinicName mode state position
    wait wait.low wait.high wait.isEstimated message message.late message.text message.at
    clinician waiter roomId peers peers.partyId peers.side peers.peerId
    peers.fingerprint missing deadline startedAt
    rejection rejection.instead rejection.note endedBy`,
  board: `clinicId name ydernummer mode message message.late message.text message.at
    consultationId way state position citizen citizen.name citizen.number
    caregiver caregiver.name caregiver.jobRole caregiver.workplace caregiver.organisation
    caregiver.careArea reason part present check check.camera check.microphone check.speaker
    check.network joinedAt awaySince expiresAt holder holder.personId holder.name calledAt
    startedAt`,
};
const ALLOWED = new Map(
  Object.entries(FIELDS).map(([kind, fields]) => [kind, new Set(fields.split(/\s+/))]),
);

function* fieldsIn(value: unknown, path = ''): Generator<{ path: string; value: unknown }> {
  if (Array.isArray(value)) for (const one of value) yield* fieldsIn(one, path);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const here = path === '' ? key : `${path}.${key}`;
      yield { path: here, value: inner };
      yield* fieldsIn(inner, here);
    }
  } else if (path !== '') yield { path, value };
}

/** Shorter than this, a word stands in any text by chance. */
const TELLING = 4;

const onlyNeeded = rule(
  'DC3',
  'A document holds what its readers’ screen needs, and a citizen is named on the board only',
  (_clinics, broken) => {
    const personal = new Set<string>();
    const waiters = new Map<ConsultationId, PersonId>();
    const names = createNames();

    function note(fact: Extract<Fact, { kind: 'asked' }>): void {
      const { command } = fact;
      if (!('reason' in command)) return;
      const citizen = 'citizen' in command ? [command.citizen.name, command.citizen.number] : [];
      const digits = citizen.map((word) => word.replaceAll('-', ''));
      for (const word of [command.reason, ...citizen, ...digits]) {
        if (word.length >= TELLING) personal.add(word);
      }
    }

    return ({ fact }) => {
      names.see(fact);
      if (fact.kind === 'asked') note(fact);
      if (fact.kind === 'committed') {
        for (const { events } of fact.batch) {
          for (const kept of events) {
            const event = eventOf(kept);
            if (event.type === 'JOIN') waiters.set(event.consultationId, event.waiter.personId);
          }
        }
      }
      if (fact.kind !== 'copied') return;
      const { page, document, content } = fact;
      const name = parseDocumentName(document);
      if (name === undefined || name.kind === 'session') return;
      if (name.kind === 'board' && page.role !== 'clinician') {
        broken(`${page.device} holds the board of a clinic`);
      }
      if (name.kind === 'consultation' && page.role !== 'clinician') {
        const waiter = waiters.get(name.consultationId);
        if (waiter !== undefined && waiter !== page.personId) {
          broken(`${page.device} holds ${names.consultation(name.consultationId)}`);
        }
      }
      const allowed = ALLOWED.get(name.kind);
      for (const values of Object.values(content)) {
        for (const { path, value } of Object.values(values).flatMap((one) => [...fieldsIn(one)])) {
          if (allowed?.has(path) !== true) {
            broken(`${nameOf(name.kind)} on ${page.device} holds a field “${path}”`);
          }
          if (name.kind === 'board' || typeof value !== 'string') continue;
          if ([...personal].some((word) => value.includes(word))) {
            broken(`${nameOf(name.kind)} on ${page.device} tells of a citizen in “${path}”`);
          }
        }
      }
    };
  },
);

const answered = rule(
  'DC4',
  'When all has come to rest, nobody waits for an answer',
  (_clinics, broken) => {
    const commands = createCommands();
    return ({ fact }) => {
      commands.see(fact);
      if (fact.kind !== 'settled') return;
      for (const { page, pending } of fact.pages) {
        const [id] = pending;
        if (id === undefined) continue;
        const asked = commands.asked(id);
        const what = asked === undefined ? 'a command' : commandOf(asked.page, asked.command);
        broken(
          commands.stored(id) === undefined
            ? `all is quiet, and ${what} was never decided`
            : `all is quiet, and ${page.device} still keeps ${what}, which is decided`,
        );
      }
      const living = new Set<SessionId>(fact.pages.map(({ page }) => page.sessionId));
      for (const { id, page, command } of commands.all) {
        if (!living.has(page.sessionId) || commands.isWithdrawn(id)) continue;
        if (commands.told(id) === undefined) {
          broken(`all is quiet, and nobody was told what became of ${commandOf(page, command)}`);
        }
      }
    };
  },
);

const small = rule(
  'DC5',
  'A document has one key for each thing, and no other',
  (_clinics, broken) => {
    const forgeries = createForgeries();

    const tell = (page: Page, what: string): void => broken(`${what} on ${page.device}`);
    return ({ fact }) => {
      forgeries.see(fact);
      if (fact.kind !== 'copied') return;
      const { page, document, content } = fact;
      const name = parseDocumentName(document);
      if (name === undefined || name.kind === 'session') return;
      if (name.epoch === UNKNOWN_EPOCH || forgeries.isOwn(page, document)) return;
      const maps = name.kind === 'board' ? [KEYS.board, KEYS.rows] : [KEYS[name.kind]];
      for (const [map, values] of Object.entries(content)) {
        const keys = Object.keys(values);
        if (!(maps as readonly string[]).includes(map)) {
          if (keys.length > 0) tell(page, `${nameOf(name.kind)} holds a map “${map}”`);
          continue;
        }
        if (map !== KEYS.rows) {
          const one = map === KEYS.board ? KEYS.head : KEYS.view;
          const other = keys.find((key) => key !== one);
          if (other !== undefined) tell(page, `${nameOf(name.kind)} holds a key “${other}”`);
          continue;
        }
        for (const key of keys) {
          const { consultationId } = values[key] as { readonly consultationId?: unknown };
          if (consultationId !== key) tell(page, 'a row stands under the key of another');
        }
      }
    };
  },
);

export const DOCUMENT_RULES: readonly Rule[] = [noForgery, onlyNeeded, answered, small];
