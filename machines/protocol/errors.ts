/**
 * The closed set of codes that a person's screen can explain (MA3). Every code has a sentence in
 * Danish and English that says what to do. Never matched by message.
 */
export const REFUSAL_CODES = [
  // what was said makes no sense, or too much of it
  'malformed',
  'tooLarge',
  'outdatedClient',
  'invalidCpr',
  'realCprInDemo',
  'demoCprInProduction',
  'missingName',
  'missingReason',
  'missingAttestation',
  'missingAgreement',
  'missingInstead',
  'missingMessage',
  'missingProfile',
  'unknownUnit',
  'unknownClinic',
  'unknownConsultation',
  // who says it
  'forbidden',
  'tooManyTries',
  // what the clinic's state does not allow
  'clinicClosed',
  'clinicClosing',
  'alreadyOpen',
  'alreadyClosed',
  'citizenAlreadyWaiting',
  'alreadyInQueue',
  'alreadyClaimed',
  'clinicianBusy',
  'notYours',
  'notCalled',
  'alreadyEntered',
  'consultationOver',
  // what the server could not do
  'notStored',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export const isRefusalCode = (text: string): text is RefusalCode =>
  (REFUSAL_CODES as readonly string[]).includes(text);

/** Codes of the edges that are not commands: HTTP answers and closed connections. */
export const EDGE_CODES = [
  'signedOut',
  'sessionExpired',
  'wrongOrigin',
  'notFound',
  'methodNotAllowed',
  'badRequest',
  'tooLarge',
  'tooFast',
  'tooMany',
  'forbidden',
  'staleEpoch',
  'unknownDocument',
  'readOnly',
  'missingRole',
  'providerUnavailable',
  'providerRejected',
  'unknownOrganisation',
  /** Of administration: the id, the ydernummer or the person is there already. */
  'alreadyExists',
  /** Of administration: others still belong to it. */
  'stillInUse',
  /** Of administration: there is no such organisation, unit, clinic or person. */
  'unknownTarget',
  'internal',
] as const;
export type EdgeCode = (typeof EDGE_CODES)[number];

/**
 * The one error class that crosses rooms of the house. `code` decides; `message` is for logs and
 * holds no value that a person typed (SE4).
 */
export class NaervaerError extends Error {
  override readonly name = 'NaervaerError';
  readonly code: RefusalCode | EdgeCode;
  constructor(code: RefusalCode | EdgeCode, message: string = code, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Ends a `switch` over a closed union: what reaches it does not compile. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${typeof value}`);
}
