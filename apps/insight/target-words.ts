import type { AdminState } from '@naervaer/machines/protocol';
import { texts } from '@naervaer/kit/texts';

/** What the log calls the things that administrators change. */
const kinds = texts<Readonly<Record<string, string>>>({
  da: {
    organisation: 'Organisation',
    provider: 'Log-in',
    unit: 'Enhed',
    clinic: 'Klinik',
    person: 'Medarbejder',
    request: 'Anmodning',
    setting: 'Indstilling',
  },
  en: {
    organisation: 'Organisation',
    provider: 'Sign-in',
    unit: 'Unit',
    clinic: 'Clinic',
    person: 'Employee',
    request: 'Request',
    setting: 'Setting',
  },
});

function nameOf(kind: string, id: string, { organisations, clinics }: AdminState) {
  switch (kind) {
    case 'person':
      return clinics.flatMap(({ employees }) => employees).find(({ personId }) => personId === id)
        ?.name;
    case 'clinic':
      return clinics.find(({ clinicId }) => clinicId === id)?.name;
    case 'unit':
      return organisations.flatMap(({ units }) => units).find(({ unitId }) => unitId === id)?.name;
    case 'organisation':
    case 'provider': {
      const [organisationId] = id.split('.');
      return organisations.find((each) => each.organisationId === organisationId)?.name;
    }
    default:
      return undefined;
  }
}

/** `kind/id` of the log as words: the name where it is still here, the id where it is gone. */
export function targetText(target: string, state: AdminState): string {
  const [kind = '', ...rest] = target.split('/');
  const id = rest.join('/');
  const all = kinds();
  if (!Object.hasOwn(all, kind)) return target;
  return kind === 'setting' ? (all[kind] ?? '') : `${all[kind]}: ${nameOf(kind, id, state) ?? id}`;
}
