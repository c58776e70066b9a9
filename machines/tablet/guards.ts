import { parseCitizenNumber } from '../protocol/index.ts';
import type { Instant, RefusalCode } from '../protocol/index.ts';
import { IDLE } from './idle.ts';
import { BLANK } from './context.ts';
import type { Draft, TabletContext } from './context.ts';

export type Field = 'number' | 'name' | 'consented' | 'agreed' | 'reason';
/** What stands in the way of a step, as the server would refuse it: the same code, the same words. */
export type Problems = Partial<Record<Field, RefusalCode>>;

function numberProblem(typed: string, isDemo: boolean): RefusalCode | undefined {
  const number = parseCitizenNumber(typed);
  if (number === undefined) return 'invalidCpr';
  if (isDemo) return number.kind === 'cpr' ? 'realCprInDemo' : undefined;
  return number.kind === 'demo' ? 'demoCprInProduction' : undefined;
}

/** Of the step where the citizen is named, or where the agreement stands instead (T3, T4). */
export function citizenProblems({ draft, isDemo }: TabletContext): Problems {
  if (draft.way === 'withoutCpr') return draft.agreed ? {} : { agreed: 'missingAgreement' };
  const number = numberProblem(draft.number, isDemo);
  return {
    ...(number === undefined ? {} : { number }),
    ...(draft.name.trim() === '' ? { name: 'missingName' as const } : {}),
    ...(draft.consented ? {} : { consented: 'missingAttestation' as const }),
  };
}

export const reasonProblems = ({ draft }: TabletContext): Problems =>
  draft.reason.trim() === '' ? { reason: 'missingReason' } : {};

const isClear = (problems: Problems): boolean => Object.keys(problems).length === 0;

export const isCitizenNamed = (context: TabletContext): boolean =>
  isClear(citizenProblems(context));

/** MA4: nobody joins a closed clinic. What is not known, offline, the server decides. */
export const isClinicShut = ({ clinicMode }: TabletContext): boolean =>
  clinicMode === 'closed' || clinicMode === 'closing';

export const mayGoOnFromClinic = (context: TabletContext): boolean =>
  context.clinic !== null && !isClinicShut(context);

export const maySubmit = (context: TabletContext): boolean =>
  isClear(citizenProblems(context)) &&
  isClear(reasonProblems(context)) &&
  mayGoOnFromClinic(context);

const isBlank = (draft: Draft): boolean => JSON.stringify(draft) === JSON.stringify(BLANK);

/** Is anything of a citizen on this tablet? Then the two minutes run (T9). */
export const hasCitizen = ({ draft, consultation }: TabletContext): boolean =>
  consultation !== null || !isBlank(draft);

const idleFor = ({ lastActivityAt }: TabletContext, at: Instant): number => at - lastActivityAt;

export const isStaffDue = (context: TabletContext, at: Instant): boolean =>
  idleFor(context, at) >= IDLE.staff;
export const isCitizenDue = (context: TabletContext, at: Instant): boolean =>
  hasCitizen(context) && idleFor(context, at) >= IDLE.citizen;
/** Only with no citizen here: with one, the two minutes came first. */
export const isStaffCountdownDue = (context: TabletContext, at: Instant): boolean =>
  !hasCitizen(context) &&
  !isStaffDue(context, at) &&
  idleFor(context, at) >= IDLE.staff - IDLE.countdown;
export const isCitizenCountdownDue = (context: TabletContext, at: Instant): boolean =>
  hasCitizen(context) && idleFor(context, at) >= IDLE.citizen - IDLE.countdown;

/** The step that can mend a refused join. */
export type Mend = 'citizen' | 'withoutCpr' | 'clinic' | 'profile' | 'reason';

export function mendOf(code: RefusalCode, way: Draft['way']): Mend {
  switch (code) {
    case 'invalidCpr':
    case 'realCprInDemo':
    case 'demoCprInProduction':
    case 'missingName':
    case 'missingAttestation':
    case 'citizenAlreadyWaiting':
    case 'missingAgreement':
      return way === 'withCpr' ? 'citizen' : 'withoutCpr';
    case 'clinicClosed':
    case 'clinicClosing':
    case 'unknownClinic':
    case 'tooManyTries':
      return 'clinic';
    case 'missingProfile':
    case 'unknownUnit':
      return 'profile';
    default:
      return 'reason';
  }
}
