import { NaervaerError, PERSON_KINDS } from '@naervaer/machines/protocol';
import type { AdminChange, OrganisationId, PersonKind } from '@naervaer/machines/protocol';
import { lockOf, isForDemo, providerOf } from '../directory/index.ts';
import type { DirectoryChange, Organisation, Provider } from '../directory/index.ts';
import { hasKind } from '../identity/kinds.ts';
import { unchanged } from './types.ts';
import type { Administrator, Facts, Leaving, Plan } from './types.ts';

type ChangeOf<T extends AdminChange['type']> = Extract<AdminChange, { type: T }>;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function existing({ directory }: Facts, id: OrganisationId): Organisation {
  const organisation = directory.organisation(id);
  if (organisation === undefined) throw new NaervaerError('unknownTarget');
  return organisation;
}

/** The kinds of person who came in by a door that is another one now. */
function doorsChanged(before: Organisation, after: Organisation): readonly Leaving[] {
  const kinds = PERSON_KINDS.filter((kind) => {
    const [old, now] = [providerOf(before, kind), providerOf(after, kind)];
    return (old && lockOf(old)) !== (now && lockOf(now));
  });
  return kinds.length === 0 ? [] : [{ organisationId: before.id, kinds }];
}

const put = (
  value: Organisation,
  before: Organisation | undefined,
  target: string,
  leaving: readonly Leaving[],
): Plan =>
  isSame(before, value)
    ? unchanged(target)
    : { changes: [{ kind: 'organisation', put: value }], target, clinicId: null, leaving };

/**
 * 1. An id that is there with another kind is another organisation's.
 * 2. Kind and CVR say whose the organisation is: its own administrators change neither.
 * 3. Nobody administers away the own way in.
 */
export function putOrganisation(
  change: ChangeOf<'putOrganisation'>,
  who: Administrator,
  { directory }: Facts,
): Plan {
  const { type: _type, organisationId: id, ...settings } = change;
  const target = `organisation/${id}`;
  const before = directory.organisation(id);
  if (before === undefined) return put({ id, ...settings, providers: {} }, before, target, []);
  const isOther = before.kind !== settings.kind;
  const isMoved = before.cvr !== settings.cvr;
  if ((isOther || isMoved) && who.kind !== 'operator') throw new NaervaerError('forbidden'); // 2
  if (isOther) throw new NaervaerError('alreadyExists'); // 1
  if (isMoved && id === who.organisation.id) throw new NaervaerError('stillInUse'); // 3
  const leaving = isMoved ? [{ organisationId: id, kinds: PERSON_KINDS }] : [];
  return put({ ...before, ...settings }, before, target, leaving);
}

/**
 * Goes when nothing hangs on it: no unit, nobody who works in a clinic, no consultation that is
 * under way; and never the organisation of whoever asks.
 */
export async function removeOrganisation(
  { organisationId: id }: ChangeOf<'removeOrganisation'>,
  who: Administrator,
  facts: Facts,
): Promise<Plan> {
  const { directory } = facts;
  existing(facts, id);
  const isInUse =
    id === who.organisation.id ||
    directory.unitsOf(id).length > 0 ||
    directory.employedOf(id).length > 0 ||
    facts.isInConsultation(id);
  if (isInUse) throw new NaervaerError('stillInUse');
  const requests = (await directory.requests()).filter((one) => one.organisationId === id);
  const changes: DirectoryChange[] = [
    { kind: 'organisation', remove: id },
    ...requests.map((one) => ({ kind: 'request', remove: one.id }) as const),
    ...(await facts.profilesOf(id)).map((one) => ({ kind: 'profile', remove: one }) as const),
  ];
  return {
    changes,
    target: `organisation/${id}`,
    clinicId: null,
    leaving: [{ organisationId: id, kinds: PERSON_KINDS }],
  };
}

/**
 * 1. Only a kind of person that the organisation has.
 * 2. Production talks to real providers, over https.
 * 3. The secret that is there is kept for the client that it belongs to, and told to no other
 *    issuer: whoever may change an address must not be able to have a secret sent there.
 */
export function putProvider(
  { organisationId, kind, settings, clientSecret }: ChangeOf<'putProvider'>,
  facts: Facts,
): Plan {
  const before = existing(facts, organisationId);
  if (!hasKind(before.kind, kind)) throw new NaervaerError('badRequest'); // 1
  if (facts.mode === 'production' && isForDemo(settings.issuer, facts.publicUrl)) {
    throw new NaervaerError('badRequest'); // 2
  }
  const secret = clientSecret ?? keptSecret(before, kind, settings);
  if (secret === undefined) throw new NaervaerError('badRequest'); // 3
  const provider: Provider = { ...settings, clientSecret: secret };
  const providers = { ...before.providers, [kind]: provider };
  const after = { ...before, providers };
  const target = `provider/${organisationId}.${kind}`;
  const present = before.providers[kind];
  const isAsItWas =
    present !== undefined &&
    lockOf(present) === lockOf(provider) &&
    present.scope === settings.scope &&
    present.clientSecret === secret;
  if (isAsItWas) return unchanged(target);
  return put(after, before, target, doorsChanged(before, after));
}

/** One client may serve several kinds of person, each with a role of its own. */
function keptSecret(
  { providers }: Organisation,
  kind: PersonKind,
  { issuer, clientId }: Pick<Provider, 'issuer' | 'clientId'>,
): string | undefined {
  const present = [providers[kind], ...Object.values(providers)];
  return present.find((one) => one?.issuer === issuer && one.clientId === clientId)?.clientSecret;
}

/** The door that whoever asks came in by stays (see rule 3 of `putOrganisation`). */
export function removeProvider(
  { organisationId, kind }: ChangeOf<'removeProvider'>,
  who: Administrator,
  facts: Facts,
): Plan {
  const before = existing(facts, organisationId);
  const target = `provider/${organisationId}.${kind}`;
  const { [kind]: removed, ...providers } = before.providers;
  if (removed === undefined) return unchanged(target);
  const isOwnDoor = kind === 'administrator' && organisationId === who.organisation.id;
  if (isOwnDoor) throw new NaervaerError('stillInUse');
  const after = { ...before, providers };
  return put(after, before, target, doorsChanged(before, after));
}

export function putUnit(change: ChangeOf<'putUnit'>, facts: Facts): Plan {
  const { type: _type, unitId: id, ...settings } = change;
  existing(facts, settings.organisationId);
  const before = facts.directory.unit(id);
  if (before !== undefined && before.organisationId !== settings.organisationId) {
    throw new NaervaerError('alreadyExists');
  }
  const value = { id, ...settings };
  const target = `unit/${id}`;
  if (before?.name === value.name && before.careArea === value.careArea) return unchanged(target);
  return { changes: [{ kind: 'unit', put: value }], target, clinicId: null, leaving: [] };
}

/** Whoever had their workplace there chooses another one before the next consultation. */
export function removeUnit({ unitId }: ChangeOf<'removeUnit'>, { directory }: Facts): Plan {
  if (directory.unit(unitId) === undefined) throw new NaervaerError('unknownTarget');
  return {
    changes: [{ kind: 'unit', remove: unitId }],
    target: `unit/${unitId}`,
    clinicId: null,
    leaving: [],
  };
}
