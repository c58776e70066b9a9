import type { Language } from '../pages/index.ts';
import type { SignInCode } from './trouble.ts';

/** What stands on the page: what happened, what to do; and, where it helps, what support must know. */
export interface Words {
  readonly title: string;
  readonly text: string;
  /** For whoever is asked for help. */
  readonly support?: string;
}

export type PageCode = SignInCode | 'tooFast';

export const TEXTS: Record<Language, Record<PageCode, Words>> = {
  da: {
    missingRole: {
      title: 'Du har ikke adgang endnu',
      text: 'Din konto har ikke den jobfunktionsrolle eller klinik, der giver adgang til videokonsultation.',
      support: 'Kontoen skal have jobfunktionsrollen for organisationens eget CVR-nummer.',
    },
    notEmployed: {
      title: 'Du mangler på klinikkens liste',
      text: 'Din konto er i orden, men du står ikke på klinikkens liste over medarbejdere. Bed klinikkens administrator om at tilføje dig. Administratoren kan se dit navn nu. Log ind igen bagefter.',
    },
    unknownCvr: {
      title: 'Din konto hører til et andet sted',
      text: 'Kontoen er knyttet til et CVR-nummer, som ikke er denne organisations. Er det den rigtige konto og den rigtige organisation?',
      support: 'CVR-nummeret fra login er ikke organisationens og ikke en kliniks.',
    },
    levelTooLow: {
      title: 'Login var ikke sikkert nok',
      text: 'Log ind med den måde, der har det højere sikringsniveau, for eksempel med to trin.',
      support: 'Sikringsniveauet fra login mangler eller er lavere end det, der er krævet her.',
    },
    signInTooOld: {
      title: 'Log ind igen',
      text: 'Din organisations login brugte et ældre login end det, der er krævet her. Prøv igen, og indtast din kode, når du bliver spurgt.',
      support: 'Login svarede ikke på max_age med en ny auth_time.',
    },
    missingClaims: {
      title: 'Login sendte ikke det hele',
      text: 'Din organisations login sendte ikke de oplysninger om dig, der skal til. Det kan du ikke selv rette.',
      support: 'Der mangler navn, CVR-nummer eller roller i svaret, eller de har en ukendt form.',
    },
    providerUnavailable: {
      title: 'Login svarer ikke',
      text: 'Din organisations login kan ikke nås lige nu. Vent et øjeblik, og prøv igen.',
    },
    providerRejected: {
      title: 'Login kunne ikke godkendes',
      text: 'Svaret fra din organisations login var ikke, som det skal være. Prøv igen. Sker det igen, så bed om hjælp.',
    },
    providerSetup: {
      title: 'Login er ikke sat rigtigt op',
      text: 'Opsætningen her passer ikke med din organisations login. Det kan du ikke selv rette. Bed om hjælp.',
      support: 'Administratoren kan prøve opsætningen i Indblik.',
    },
    noProvider: {
      title: 'Her kan ingen logge ind endnu',
      text: 'Der er ikke sat et login op for denne organisation til det her. Bed om hjælp, eller vælg en anden organisation.',
    },
    unknownOrganisation: {
      title: 'Vælg din organisation',
      text: 'Organisationen findes ikke her. Vælg den igen.',
    },
    sessionExpired: {
      title: 'Login tog for lang tid',
      text: 'Login blev ikke gjort færdigt i denne browser. Begynd forfra.',
    },
    badRequest: {
      title: 'Linket kan ikke bruges',
      text: 'Adressen, du kom med, fører ikke til et login her. Begynd fra forsiden, eller bed dem, der har lavet linket, om at rette det.',
    },
    tooFast: {
      title: 'Vent et øjeblik',
      text: 'Der er lige nu for mange, der logger ind herfra på én gang. Vent et par minutter, og prøv igen.',
    },
    internal: {
      title: 'Noget gik galt',
      text: 'Login kunne ikke gennemføres. Prøv igen om lidt.',
    },
  },
  en: {
    missingRole: {
      title: 'You do not have access yet',
      text: 'Your account lacks the job-function role or the clinic that opens video consultations.',
      support: 'The account needs the job-function role for the organisation’s own CVR number.',
    },
    notEmployed: {
      title: 'You are not on the clinic’s list',
      text: 'Your account is in order, but you are not on the clinic’s list of employees. Ask the clinic’s administrator to add you. The administrator can see your name now. Sign in again afterwards.',
    },
    unknownCvr: {
      title: 'Your account belongs elsewhere',
      text: 'The account belongs to a CVR number that is not this organisation’s. Is it the right account and the right organisation?',
      support: 'The CVR number from the sign-in is neither the organisation’s nor a clinic’s.',
    },
    levelTooLow: {
      title: 'The sign-in was not secure enough',
      text: 'Sign in the way that has the higher level of assurance, for instance with two steps.',
      support: 'The level of assurance is missing, or lower than what is required here.',
    },
    signInTooOld: {
      title: 'Sign in again',
      text: 'Your organisation’s sign-in used an older sign-in than is required here. Try again, and enter your code when you are asked.',
      support: 'The provider did not answer max_age with a new auth_time.',
    },
    missingClaims: {
      title: 'The sign-in did not send everything',
      text: 'Your organisation’s sign-in did not send what is needed about you. You cannot put that right yourself.',
      support: 'Name, CVR number or roles are missing, or have an unknown shape.',
    },
    providerUnavailable: {
      title: 'The sign-in does not answer',
      text: 'Your organisation’s sign-in cannot be reached right now. Wait a moment and try again.',
    },
    providerRejected: {
      title: 'The sign-in was not accepted',
      text: 'The answer from your organisation’s sign-in was not as it must be. Try again. If it happens again, ask for help.',
    },
    providerSetup: {
      title: 'The sign-in is not set up right',
      text: 'What is set up here does not match your organisation’s sign-in. You cannot put that right yourself. Ask for help.',
      support: 'An administrator can try the setup in Insight.',
    },
    noProvider: {
      title: 'Nobody can sign in here yet',
      text: 'No sign-in has been set up for this organisation and this application. Ask for help, or choose another organisation.',
    },
    unknownOrganisation: {
      title: 'Choose your organisation',
      text: 'The organisation is not known here. Choose it again.',
    },
    sessionExpired: {
      title: 'The sign-in took too long',
      text: 'The sign-in was not completed in this browser. Start again.',
    },
    badRequest: {
      title: 'The link cannot be used',
      text: 'The address that you came with leads to no sign-in here. Begin at the front page, or ask those who made the link to put it right.',
    },
    tooFast: {
      title: 'Wait a moment',
      text: 'Too many are signing in from here at once. Wait a few minutes and try again.',
    },
    internal: {
      title: 'Something went wrong',
      text: 'The sign-in could not be completed. Try again in a moment.',
    },
  },
};
