import type {
  CareArea,
  CheckResult,
  ClinicMode,
  ConsultationState,
  DeviceCheck,
  Instead,
  JobRole,
  Part,
  Present,
  Way,
} from '@naervaer/machines/protocol';
import { texts } from './language.ts';

/** The closed vocabularies in both languages: a member without a word does not compile. */
type Words<K extends string> = Record<K, string>;

export const wayTexts = texts<Words<Way>>({
  da: {
    caregiverWithCpr: 'Personale med borger',
    caregiverWithoutCpr: 'Personale uden CPR',
    citizen: 'Borger',
    guest: 'Gæst',
  },
  en: {
    caregiverWithCpr: 'Staff with citizen',
    caregiverWithoutCpr: 'Staff without CPR',
    citizen: 'Citizen',
    guest: 'Guest',
  },
});

export const jobRoleTexts = texts<Words<JobRole>>({
  da: {
    nurse: 'Sygeplejerske',
    careAssistant: 'Social- og sundhedsassistent',
    careHelper: 'Social- og sundhedshjælper',
    pedagogue: 'Pædagog',
    therapist: 'Terapeut',
    other: 'Andet personale',
  },
  en: {
    nurse: 'Nurse',
    careAssistant: 'Social and health care assistant',
    careHelper: 'Social and health care helper',
    pedagogue: 'Pedagogue',
    therapist: 'Therapist',
    other: 'Other staff',
  },
});

export const careAreaTexts = texts<Words<CareArea>>({
  da: {
    nursingHome: 'Plejehjem',
    homeNursing: 'Hjemmesygepleje',
    residentialHome: 'Botilbud',
    acuteTeam: 'Akutteam',
    rehabilitation: 'Genoptræning',
    other: 'Andet',
  },
  en: {
    nursingHome: 'Nursing home',
    homeNursing: 'Home nursing',
    residentialHome: 'Residential home',
    acuteTeam: 'Acute team',
    rehabilitation: 'Rehabilitation',
    other: 'Other',
  },
});

export const partTexts = texts<Words<Part>>({
  da: {
    withCitizen: 'Hos borgeren',
    onPhone: 'Med på telefon',
    reportsOnly: 'Kun oplysninger',
  },
  en: {
    withCitizen: 'With the citizen',
    onPhone: 'On the telephone',
    reportsOnly: 'Reports only',
  },
});

export const presentTexts = texts<Words<Present>>({
  da: { relative: 'pårørende', colleague: 'kollega', interpreter: 'tolk', guardian: 'værge' },
  en: {
    relative: 'relative',
    colleague: 'colleague',
    interpreter: 'interpreter',
    guardian: 'guardian',
  },
});

export const insteadTexts = texts<Words<Instead>>({
  da: {
    phone: 'Klinikken ringer',
    attend: 'Kom i klinikken',
    homeVisit: 'Lægen kommer på besøg',
    acuteTeam: 'Kontakt akutteamet',
    newTime: 'Ny tid aftales',
  },
  en: {
    phone: 'The clinic telephones',
    attend: 'Come to the clinic',
    homeVisit: 'The doctor makes a home visit',
    acuteTeam: 'Contact the acute team',
    newTime: 'A new time is agreed',
  },
});

export const deviceTexts = texts<Words<keyof DeviceCheck>>({
  da: { camera: 'Kamera', microphone: 'Mikrofon', speaker: 'Højttaler', network: 'Netværk' },
  en: { camera: 'Camera', microphone: 'Microphone', speaker: 'Loudspeaker', network: 'Network' },
});

export const checkResultTexts = texts<Words<CheckResult>>({
  da: { ok: 'virker', weak: 'svag', failed: 'virker ikke', unknown: 'ikke tjekket' },
  en: { ok: 'works', weak: 'weak', failed: 'does not work', unknown: 'not checked' },
});

export const consultationStateTexts = texts<Words<ConsultationState>>({
  da: {
    waiting: 'Venter i kø',
    called: 'Kaldt ind',
    ongoing: 'Igangværende videokonsultation',
    interrupted: 'Afbrudt',
    ended: 'Afsluttet',
    rejected: 'Afvist videokonsultation',
    cancelled: 'Annulleret',
    expired: 'Udeblevet',
  },
  en: {
    waiting: 'Waiting in the queue',
    called: 'Called in',
    ongoing: 'Video consultation going on',
    interrupted: 'Interrupted',
    ended: 'Ended',
    rejected: 'Video consultation rejected',
    cancelled: 'Cancelled',
    expired: 'Did not appear',
  },
});

export const clinicModeTexts = texts<Words<ClinicMode>>({
  da: { open: 'Åbent for video', closing: 'Lukker', closed: 'Lukket for video' },
  en: { open: 'Open for video', closing: 'Closing', closed: 'Closed for video' },
});
