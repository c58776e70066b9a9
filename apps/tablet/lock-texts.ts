import { clockSpan, texts } from '@naervaer/kit/texts';

const da = {
  notYou: 'Ikke dig? Log ind som en anden',
  signedIn: (name: string) => `${name} er logget ind`,
  close: {
    title: (name: string) => `Skal ${name} logges ud?`,
    what: (name: string) => `${name} logges ud, og alt om borgeren slettes fra tabletten.`,
    after: 'Derefter kan du logge ind som dig selv.',
    unsent: 'Noget er ikke sendt til klinikken endnu. Det slettes.',
    queue: (name: string) =>
      `Pladsen i køen beholdes. ${name} finder den igen ved selv at logge ind.`,
    call: (name: string) =>
      `Samtalen med lægen forlades. ${name} kan komme tilbage til den ved selv at logge ind.`,
    offline: (name: string) =>
      `Tabletten er uden net. Alt slettes her med det samme, men ${name} logges først helt ud, når der er net. Først da kan du logge ind.`,
    yes: (name: string) => `Slet, og log ${name} ud`,
    no: 'Annuller',
  },
  emptied: 'Tabletten er tømt. Den forrige bliver logget helt ud, når der er net.',
  handOver: 'Giv tabletten til borgeren',
  unlock: 'Lås op',
  pin: {
    choose: 'Vælg en kode på fire cifre',
    chooseText:
      'Borgeren ser kun køen og samtalen, indtil du taster koden. Brug ikke en kode, du bruger andre steder.',
    repeat: 'Tast koden igen',
    repeatText: 'Så vi er sikre på, at du kan låse op.',
    ask: 'Personalets kode',
    askText: 'Tast de fire cifre for at få tabletten tilbage.',
    differs: 'De to koder var ikke ens. Vælg koden igen.',
    wrong: 'Koden passer ikke. Prøv igen.',
    paused: (span: string) => `Koden er tastet forkert for mange gange. Vent ${span}.`,
    digits: (count: number) => `${count} af 4 cifre tastet`,
    erase: 'Slet ét ciffer',
    forgotten: 'Glemt koden, eller er det ikke dig? Log ind igen',
  },
  seconds: (count: number) => (count === 1 ? '1 sekund' : `${count} sekunder`),
  over: {
    title: 'Samtalen er slut',
    notTalked: 'Tak, fordi du ventede',
    text: 'Giv tabletten tilbage til personalet.',
  },
  stay: 'Bliv bare siddende. Lægen kommer her på skærmen.',
};

const en: typeof da = {
  notYou: 'Not you? Sign in as somebody else',
  signedIn: (name) => `${name} is signed in`,
  close: {
    title: (name) => `Shall ${name} be signed out?`,
    what: (name) =>
      `${name} is signed out, and everything about the citizen is deleted from the tablet.`,
    after: 'Then you can sign in as yourself.',
    unsent: 'Something has not been sent to the clinic yet. It is deleted.',
    queue: (name) => `The place in the queue is kept. ${name} finds it again by signing in.`,
    call: (name) => `The call with the doctor is left. ${name} can come back to it by signing in.`,
    offline: (name) =>
      `The tablet is offline. Everything here is deleted at once, but ${name} is fully signed out only when the network is back. Only then can you sign in.`,
    yes: (name) => `Delete, and sign ${name} out`,
    no: 'Cancel',
  },
  emptied: 'The tablet is emptied. The one before is fully signed out when the network is back.',
  handOver: 'Give the tablet to the citizen',
  unlock: 'Unlock',
  pin: {
    choose: 'Choose a code of four digits',
    chooseText:
      'The citizen sees only the queue and the call until you enter the code. Do not use a code that you use elsewhere.',
    repeat: 'Enter the code again',
    repeatText: 'So that we are sure that you can unlock.',
    ask: 'The staff’s code',
    askText: 'Enter the four digits to get the tablet back.',
    differs: 'The two codes were not the same. Choose the code again.',
    wrong: 'That is not the code. Try again.',
    paused: (span) => `The code was wrong too many times. Wait ${span}.`,
    digits: (count) => `${count} of 4 digits entered`,
    erase: 'Delete one digit',
    forgotten: 'Forgot the code, or not you? Sign in again',
  },
  seconds: (count) => (count === 1 ? '1 second' : `${count} seconds`),
  over: {
    title: 'The call is over',
    notTalked: 'Thank you for waiting',
    text: 'Please give the tablet back to the staff.',
  },
  stay: 'Just stay seated. The doctor appears here on the screen.',
};

export const lockWords = texts({ da, en });

/** How long is left, as one says it. */
export const spanOf = (milliseconds: number): string =>
  milliseconds > 60_000
    ? clockSpan(milliseconds)
    : lockWords().seconds(Math.max(1, Math.ceil(milliseconds / 1000)));
