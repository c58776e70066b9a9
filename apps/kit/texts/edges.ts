import type { EdgeCode } from '@naervaer/machines/protocol';
import { texts } from './language.ts';

const da: Record<EdgeCode, string> = {
  signedOut: 'Du er logget ud. Log ind igen.',
  sessionExpired: 'Din log-in er udløbet. Log ind igen.',
  wrongOrigin: 'Siden er åbnet fra et forkert sted. Gå til systemets egen adresse.',
  notFound: 'Siden findes ikke. Gå tilbage til forsiden.',
  methodNotAllowed: 'Det kan ikke gøres her. Genindlæs siden, og prøv igen.',
  badRequest: 'Det kunne systemet ikke læse. Genindlæs siden, og prøv igen.',
  tooLarge: 'Det er for stort at sende. Skriv kortere, og prøv igen.',
  tooFast: 'Det går for hurtigt. Vent et øjeblik, og prøv igen.',
  tooMany: 'Der er for meget åbent på én gang. Luk de andre faner, og prøv igen.',
  forbidden: 'Det har du ikke adgang til. Spørg din leder, hvis du skal have adgang.',
  staleEpoch: 'Siden henter det nyeste. Vent et øjeblik.',
  unknownDocument: 'Det findes ikke længere. Gå tilbage til forsiden.',
  readOnly: 'Det kan kun læses her. Genindlæs siden, og prøv igen.',
  missingRole:
    'Din konto mangler jobfunktionsrollen til systemet. Spørg din leder eller lokale IT-support.',
  providerUnavailable: 'Log-in svarer ikke lige nu. Vent et minut, og prøv igen.',
  providerRejected: 'Log-in blev ikke gennemført. Prøv igen, og vælg den rigtige organisation.',
  unknownOrganisation: 'Organisationen findes ikke her. Vælg din organisation på listen.',
  alreadyExists: 'Det findes allerede. Vælg et andet navn eller nummer.',
  stillInUse: 'Det er stadig i brug. Fjern først det, der hører til.',
  unknownTarget: 'Det findes ikke længere. Genindlæs siden, og prøv igen.',
  internal: 'Noget gik galt hos os. Prøv igen om lidt.',
};

const en: Record<EdgeCode, string> = {
  signedOut: 'You are signed out. Sign in again.',
  sessionExpired: 'Your sign-in has expired. Sign in again.',
  wrongOrigin: 'The page was opened from the wrong place. Go to the system’s own address.',
  notFound: 'The page does not exist. Go back to the start page.',
  methodNotAllowed: 'That cannot be done here. Reload the page and try again.',
  badRequest: 'The system could not read that. Reload the page and try again.',
  tooLarge: 'That is too large to send. Make it shorter and try again.',
  tooFast: 'That was too fast. Wait a moment and try again.',
  tooMany: 'Too much is open at once. Close the other tabs and try again.',
  forbidden: 'You do not have access to that. Ask your manager if you should have it.',
  staleEpoch: 'The page is fetching the latest. Wait a moment.',
  unknownDocument: 'That no longer exists. Go back to the start page.',
  readOnly: 'That can only be read here. Reload the page and try again.',
  missingRole:
    'Your account lacks the job-function role for this system. Ask your manager or local IT support.',
  providerUnavailable: 'Sign-in does not answer right now. Wait a minute and try again.',
  providerRejected: 'Sign-in was not completed. Try again and choose the right organisation.',
  unknownOrganisation: 'The organisation is not known here. Choose yours from the list.',
  alreadyExists: 'It exists already. Choose another name or number.',
  stillInUse: 'It is still in use. Remove what belongs to it first.',
  unknownTarget: 'It does not exist any longer. Reload the page and try again.',
  internal: 'Something went wrong on our side. Try again in a moment.',
};

/** Every code of HTTP answers and closed connections as a sentence that says what to do. */
export const edgeTexts = texts({ da, en });

/** The sentence of a code that came over the wire; an unknown code reads as `internal`. */
export function explainEdge(code: string): string {
  const all: Readonly<Record<string, string>> = edgeTexts();
  return Object.hasOwn(all, code) ? (all[code] ?? '') : edgeTexts().internal;
}
