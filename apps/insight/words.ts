import type {
  AccessAction,
  AccessPurpose,
  AssuranceLevel,
  EmployeeRole,
  OrganisationKind,
  PersonKind,
} from '@naervaer/machines/protocol';
import { texts } from '@naervaer/kit/texts';

/** The closed vocabularies of administration: a member without a word does not compile. */
type Words<K extends string> = Record<K, string>;

export const organisationKindTexts = texts<Words<OrganisationKind>>({
  da: {
    municipality: 'Kommune',
    region: 'Region',
    careHome: 'Friplejehjem',
    clinics: 'Lægeklinikker',
    operator: 'Drift af systemet',
  },
  en: {
    municipality: 'Municipality',
    region: 'Region',
    careHome: 'Independent care home',
    clinics: 'Clinics',
    operator: 'Operator of this system',
  },
});

export const personKindTexts = texts<Words<PersonKind>>({
  da: {
    caregiver: 'Plejepersonale',
    clinician: 'Klinikpersonale',
    administrator: 'Administratorer',
  },
  en: { caregiver: 'Care staff', clinician: 'Clinic staff', administrator: 'Administrators' },
});

export const employeeRoleTexts = texts<Words<EmployeeRole>>({
  da: { doctor: 'Læge', nurse: 'Sygeplejerske', secretary: 'Sekretær', student: 'Studerende' },
  en: { doctor: 'Doctor', nurse: 'Nurse', secretary: 'Secretary', student: 'Student' },
});

export const levelTexts = texts<Words<AssuranceLevel>>({
  da: { Low: 'Lav', Substantial: 'Betydelig', High: 'Høj' },
  en: { Low: 'Low', Substantial: 'Substantial', High: 'High' },
});

export const accessActionTexts = texts<Words<AccessAction>>({
  da: {
    join: 'Stillede borgeren i kø',
    leave: 'Forlod køen',
    seeOnBoard: 'Så borgeren i venteværelset',
    claim: 'Kaldte borgeren ind',
    release: 'Lagde tilbage i køen',
    reject: 'Afviste videokonsultationen',
    tell: 'Sendte en besked til den, der ventede',
    enterCall: 'Gik ind i samtalen',
    endCall: 'Afsluttede samtalen',
    expire: 'Borgeren udeblev',
    deleteData: 'Slettede oplysningerne, da fristen udløb',
    eraseCitizen: 'Slettede borgerens oplysninger før tid',
    searchAccessLog: 'Søgte i adgangsloggen',
    copyAccessLog: 'Hentede en kopi til borgeren',
    signIn: 'Loggede ind',
    signOut: 'Loggede ud',
    endSessions: 'Lukkede en persons log-in',
    openClinic: 'Åbnede klinikken for video',
    closeClinic: 'Lukkede klinikken for video',
    tellAll: 'Sendte en besked til alle, der ventede',
    saveProfile: 'Gemte sin stilling og sit arbejdssted',
    change: 'Ændrede opsætningen',
  },
  en: {
    join: 'Put the citizen in the queue',
    leave: 'Left the queue',
    seeOnBoard: 'Saw the citizen in the waiting room',
    claim: 'Called the citizen in',
    release: 'Put back in the queue',
    reject: 'Rejected the video consultation',
    tell: 'Sent a message to whoever waited',
    enterCall: 'Entered the call',
    endCall: 'Ended the call',
    expire: 'The citizen did not appear',
    deleteData: 'Deleted the data when their time was over',
    eraseCitizen: 'Deleted the citizen’s data early',
    searchAccessLog: 'Searched the access log',
    copyAccessLog: 'Fetched a copy for the citizen',
    signIn: 'Signed in',
    signOut: 'Signed out',
    endSessions: 'Closed a person’s sign-ins',
    openClinic: 'Opened the clinic for video',
    closeClinic: 'Closed the clinic for video',
    tellAll: 'Sent a message to everybody who waited',
    saveProfile: 'Saved their role and workplace',
    change: 'Changed the setup',
  },
});

export const accessPurposeTexts = texts<Words<AccessPurpose>>({
  da: {
    treatment: 'Behandling',
    administration: 'Administration',
    citizensRight: 'Borgerens ret til indsigt',
    retention: 'Sletning efter fristen',
  },
  en: {
    treatment: 'Treatment',
    administration: 'Administration',
    citizensRight: 'The citizen’s right of access',
    retention: 'Deletion when the time is over',
  },
});
