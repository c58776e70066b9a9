import { texts } from '@naervaer/kit/texts';
import { employeeRoleTexts } from './words.ts';

const roles = texts<Readonly<Record<string, string>>>({
  da: {
    caregiver: 'Plejepersonale',
    clinician: 'Klinikpersonale',
    administrator: 'Administrator',
  },
  en: { caregiver: 'Care staff', clinician: 'Clinic staff', administrator: 'Administrator' },
});

/** A role as the log holds it; one of tomorrow is shown as it is. */
export function roleText(role: string): string {
  const all: Readonly<Record<string, string>> = { ...roles(), ...employeeRoleTexts() };
  return Object.hasOwn(all, role) ? (all[role] ?? role) : role;
}
