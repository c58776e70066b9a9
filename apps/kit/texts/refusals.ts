import type { Outcome, RefusalCode } from '@naervaer/machines/protocol';
import { language, texts } from './language.ts';

const da: Record<RefusalCode, string> = {
  malformed: 'Det kunne systemet ikke læse. Genindlæs siden, og prøv igen.',
  tooLarge: 'Teksten er for lang. Skriv den kortere, og prøv igen.',
  outdatedClient: 'Siden er blevet for gammel. Genindlæs den, og prøv igen.',
  invalidCpr: 'CPR-nummeret passer ikke. Tjek de ti tegn, og skriv det igen.',
  realCprInDemo:
    'Dette er en demo. Brug et demonummer, hvor dagen er lagt 60 til (fx 720341-1234).',
  demoCprInProduction: 'Det er et demonummer. Skriv borgerens eget CPR-nummer.',
  missingName: 'Navnet mangler. Skriv borgerens navn.',
  missingReason: 'Årsagen mangler. Skriv kort, hvad konsultationen drejer sig om.',
  missingAttestation: 'Erklæringen mangler. Læs den, og sæt flueben, når borgeren har sagt ja.',
  missingAgreement: 'Aftalen mangler. Aftal det med klinikken først, og sæt flueben.',
  missingInstead: 'Vælg, hvad der skal ske i stedet.',
  missingMessage: 'Beskeden er tom. Vælg en forsinkelse, eller skriv en besked.',
  missingProfile: 'Vi mangler din stilling og dit arbejdssted. Udfyld dine oplysninger først.',
  unknownUnit: 'Arbejdsstedet findes ikke længere. Vælg et andet i dine oplysninger.',
  unknownClinic: 'Klinikken blev ikke fundet. Tjek ydernummeret, og søg igen.',
  unknownConsultation: 'Konsultationen findes ikke længere. Gå tilbage til køen.',
  forbidden: 'Det har du ikke adgang til. Spørg din leder, hvis du skal have adgang.',
  tooManyTries: 'Det er prøvet for mange gange. Vent nogle minutter, og prøv igen.',
  clinicClosed: 'Klinikken har lukket for video lige nu. Ring til klinikken, hvis det haster.',
  clinicClosing: 'Klinikken tager ikke flere ind i dag. Ring til klinikken, hvis det haster.',
  alreadyOpen: 'Klinikken har allerede åbent. Du behøver ikke gøre mere.',
  alreadyClosed: 'Klinikken har allerede lukket. Du behøver ikke gøre mere.',
  citizenAlreadyWaiting:
    'Borgeren venter allerede hos klinikken. Spørg dine kolleger, hvem der er hos borgeren.',
  alreadyInQueue: 'Du venter allerede hos klinikken. Gå tilbage til din plads i køen.',
  alreadyClaimed: 'En kollega har allerede taget imod. Tag den næste i køen.',
  clinicianBusy: 'Du har allerede en konsultation i gang. Afslut den først.',
  notYours: 'Konsultationen er hos en kollega. Tag den næste i køen.',
  notCalled: 'Borgeren er ikke kaldt ind endnu. Vent, til klinikken starter konsultationen.',
  alreadyEntered: 'Konsultationen er allerede i gang. Afslut den i stedet.',
  consultationOver: 'Konsultationen er slut. Stil jer i kø igen, hvis I stadig har brug for lægen.',
  notStored: 'Det kunne ikke gemmes, og intet er ændret. Prøv igen om lidt.',
};

const en: Record<RefusalCode, string> = {
  malformed: 'The system could not read that. Reload the page and try again.',
  tooLarge: 'The text is too long. Make it shorter and try again.',
  outdatedClient: 'This page has become too old. Reload it and try again.',
  invalidCpr: 'The CPR number is not right. Check the ten characters and type it again.',
  realCprInDemo: 'This is a demo. Use a demo number, with 60 added to the day (e.g. 720341-1234).',
  demoCprInProduction: 'That is a demo number. Type the citizen’s own CPR number.',
  missingName: 'The name is missing. Type the citizen’s name.',
  missingReason: 'The reason is missing. Write briefly what the consultation is about.',
  missingAttestation:
    'The declaration is missing. Read it and tick it when the citizen has agreed.',
  missingAgreement: 'The agreement is missing. Agree it with the clinic first, then tick the box.',
  missingInstead: 'Choose what happens instead.',
  missingMessage: 'The message is empty. Choose a delay or write a message.',
  missingProfile: 'Your role and workplace are missing. Fill in your details first.',
  unknownUnit: 'That workplace no longer exists. Choose another one in your details.',
  unknownClinic: 'The clinic was not found. Check the provider number and search again.',
  unknownConsultation: 'The consultation no longer exists. Go back to the queue.',
  forbidden: 'You do not have access to that. Ask your manager if you should have it.',
  tooManyTries: 'It has been tried too often. Wait a few minutes and try again.',
  clinicClosed: 'The clinic is closed for video right now. Telephone the clinic if it is urgent.',
  clinicClosing: 'The clinic takes no more patients today. Telephone the clinic if it is urgent.',
  alreadyOpen: 'The clinic is open already. There is nothing more to do.',
  alreadyClosed: 'The clinic is closed already. There is nothing more to do.',
  citizenAlreadyWaiting:
    'The citizen is already waiting at the clinic. Ask your colleagues who is with the citizen.',
  alreadyInQueue: 'You are already waiting at the clinic. Go back to your place in the queue.',
  alreadyClaimed: 'A colleague has taken this patient. Take the next one in the queue.',
  clinicianBusy: 'You already have a consultation going on. End it first.',
  notYours: 'A colleague has this consultation. Take the next one in the queue.',
  notCalled: 'The patient has not been called in yet. Wait until the clinic starts.',
  alreadyEntered: 'The consultation has already begun. End it instead.',
  consultationOver: 'The consultation is over. Join the queue again if you still need the doctor.',
  notStored: 'It could not be saved, and nothing has changed. Try again in a moment.',
};

/** Every refusal as one sentence or two that say what to do (MA3). */
export const refusalTexts = texts({ da, en });

/** An outcome's refusal for the screen; names the colleague when one was faster (B4). */
export function explainRefusal(outcome: Extract<Outcome, { status: 'refused' }>): string {
  if (outcome.code === 'alreadyClaimed' && outcome.holder !== undefined) {
    return language() === 'da'
      ? `${outcome.holder} har allerede taget imod. Tag den næste i køen.`
      : `${outcome.holder} has taken this patient. Take the next one in the queue.`;
  }
  return refusalTexts()[outcome.code];
}
