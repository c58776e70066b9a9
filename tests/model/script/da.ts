import type { ScriptLanguage } from './language.ts';

const MINUTE = 60_000;

/** The script in plain Danish. What stands on a screen is quoted by its key and never written here. */
export const da: ScriptLanguage = {
  quotes: ['»', '«'],
  and: 'og',
  devices: {
    one: 'Tablet 1',
    two: 'Tablet 2',
    anne: 'Computer 1',
    henrik: 'Computer 2',
    all: 'Alle',
  },
  deeds: {
    'clinic.OPEN': ({ quote, words }) =>
      `Tryk på ${quote(words.board('clinic-bar', 'open'))} (eller ${quote(words.board('clinic-bar', 'reopen'))}, hvis det er det, der står).`,
    'clinic.CLOSE': ({ quote, words }) => `Tryk på ${quote(words.board('clinic-bar', 'close'))}.`,
    'clinic.TELL_ALL': ({ quote, words }) =>
      `Tryk på ${quote(words.board('clinic-bar', 'tellAll'))}, vælg ${quote(words.board('tell-dialog', 'minutes', 15))}, og tryk på ${quote(words.board('tell-dialog', 'send'))}.`,
    'consultation.CLAIM': ({ quote, words, row }) =>
      `Tryk på ${quote(words.board('queue-row', 'start'))} ved ${row}. Spørger browseren om kamera og mikrofon, så sig ja.`,
    'consultation.RELEASE': ({ quote, words }) =>
      `Tryk på ${quote(words.board('call-view', 'release'))}.`,
    'consultation.REJECT': ({ quote, words, row, isHolding }) =>
      `Tryk på ${quote(words.board('queue-row', 'reject'))} ${isHolding ? 'til højre for billedet' : `ved ${row}`}, vælg ${quote(words.instead.phone)}, og tryk på ${quote(words.board('reject-dialog', 'reject'))} i vinduet.`,
    'consultation.TELL': ({ quote, words, row }) =>
      `Tryk på ${quote(words.board('queue-row', 'tell'))} ved ${row}, vælg ${quote(words.board('tell-dialog', 'minutes', 10))}, og tryk på ${quote(words.board('tell-dialog', 'send'))}.`,
    'consultation.ENTER': () =>
      'Genindlæs siden (F5, eller træk ned fra toppen på en tablet), og vent, til den er fremme igen.',
    'consultation.END': ({ quote, words }) => `Tryk på ${quote(words.board('call-view', 'end'))}.`,
    'consultation.AWAY': ({ isDoctor }) =>
      `Slå nettet fra${isDoctor ? ' på computeren' : ''} (se forberedelserne), og vent 10 sekunder.`,
    'consultation.BACK': () => 'Slå nettet til igen, og vent op til 10 sekunder.',
    'tablet.SIGNED_IN': ({ quote, typed, words, person, organisation }) =>
      `Tryk på ${quote(words.tablet.signIn.again)}. Står den der ikke, så tryk på ${typed(organisation)}. Tryk så på ${typed(person)}.`,
    'tablet.SIGN_OUT': ({ quote, words }) => `Tryk på ${quote(words.tablet.menu)}.`,
    'tablet.SIGNED_OUT': ({ quote, words }) =>
      `Gå til den ekstra fane, og tryk dér på ${quote(words.tablet.menu)}. Luk den, og gå tilbage til den første fane.`,
    'tablet.PROFILE_SAVED': ({ quote, typed, words, workplace }) =>
      `Vælg ${quote(words.roles.nurse)} og ${typed(workplace)}, hvis de ikke er valgt, og tryk på ${quote(words.tablet.profile.save)}.`,
    'tablet.EDIT_PROFILE': ({ quote, words }) => `Tryk på ${quote(words.tablet.citizen.change)}.`,
    'tablet.TYPED': ({ quote, typed, words, citizen }) =>
      `Skriv ${typed(citizen.name)} i ${quote(words.tablet.citizen.name)}, og lad resten stå.`,
    'tablet.WITHOUT_CPR': ({ quote, words }) => `Tryk på ${quote(words.tablet.citizen.without)}.`,
    'tablet.CLINIC_CHOSEN': ({ quote, typed, words, clinic, search }) =>
      `Skriv ${typed(search)} i ${quote(words.tablet.clinic.search)}, og tryk på ${typed(clinic)}.`,
    'tablet.CHECKED': ({ quote, words }) =>
      `Tryk på ${quote(words.tablet.check.start)}, så på ${quote(words.tablet.check.play)} og ${quote(words.tablet.check.yes)}, og til sidst på ${quote(words.tablet.goOn)}.`,
    brokenCheck: ({ quote, words }) =>
      `Tryk på ${quote(words.tablet.check.start)}, så på ${quote(words.tablet.check.play)} og ${quote(words.tablet.check.no)}, og til sidst på ${quote(words.tablet.goOn)}.`,
    'tablet.RECHECK': ({ quote, words }) => `Tryk på ${quote(words.tablet.check.mend)}.`,
    'tablet.CONTINUE': ({ quote, typed, words, step, citizen }) => {
      if (step === 'citizen') {
        return `Skriv ${typed(citizen.number)} i ${quote(words.tablet.citizen.number)} og ${typed(citizen.name)} i ${quote(words.tablet.citizen.name)}, sæt flueben ved ${quote(words.tablet.citizen.attestation)}, og tryk på ${quote(words.tablet.citizen.log)}.`;
      }
      if (step === 'withoutCpr') {
        return `Sæt flueben ved ${quote(words.tablet.withoutCpr.agreed)}, og tryk på ${quote(words.tablet.goOn)}.`;
      }
      return `Tryk på ${quote(step === 'check' ? words.tablet.check.skip : words.tablet.goOn)}.`;
    },
    sameCitizen: ({ quote, typed, words, other }) =>
      `Skriv den anden tablets borger: ${typed(other.number)} i ${quote(words.tablet.citizen.number)} og ${typed(other.name)} i ${quote(words.tablet.citizen.name)}. Sæt flueben ved erklæringen, og tryk på ${quote(words.tablet.citizen.log)}.`,
    'tablet.BACK': ({ quote, words }) => `Tryk på ${quote(words.tablet.back)}.`,
    'tablet.SUBMITTED': ({ quote, typed, words, reason }) =>
      `Skriv ${typed(reason)} i ${quote(words.tablet.reason.label)}, og tryk på ${quote(words.tablet.reason.start)}.`,
    'tablet.LEAVE': ({ quote, words }) =>
      `Tryk på ${quote(words.tablet.waiting.leave)} og så på ${quote(words.tablet.waiting.leaveYes)}.`,
    'tablet.HANG_UP': ({ quote, words }) => `Tryk på ${quote(words.call.hangUp)}.`,
    'tablet.NEXT_CITIZEN': ({ quote, words }) => `Tryk på ${quote(words.tablet.over.next)}.`,
    'tablet.LOG_CITIZEN_OUT': ({ quote, words }) => `Tryk på ${quote(words.tablet.over.logOut)}.`,
    'tablet.ACTIVITY': () => 'Tryk et vilkårligt sted på skærmen.',
    'tablet.DEADLINE': ({ span }) => `Rør ingenting, og vent ${span}.`,
    'room.MEDIA_READY': () => 'Sig ja til browserens spørgsmål om kamera og mikrofon.',
    'room.MEDIA_DENIED': () => 'Sig nej til browserens spørgsmål (»Bloker« eller »Afvis«).',
    'room.RETRY': ({ quote, words }) =>
      `Giv siden lov til kamera og mikrofon (tryk på ikonet til venstre for adressen). Tryk så på ${quote(words.call.retry)}.`,
    'call.RETRY': ({ quote, words }) => `Tryk på ${quote(words.call.retry)}.`,
    hide: () => 'Åbn en tom fane oven på, så tablettens side ikke ses. Lad den ligge der.',
    show: () => 'Luk den tomme fane, så tablettens side ses igen.',
    spare: () => 'Åbn den samme adresse i en fane mere, og gå tilbage til den første fane.',
    overAnew: ({ quote, words }) =>
      `Åbn den samme adresse i en fane mere. Tryk dér på ${quote(words.tablet.over.logOut)} og så på ${quote(words.tablet.menu)}. Luk den, og gå tilbage til den første fane.`,
    sleep: () =>
      'Luk fanen med tablettens side (eller browseren). Vent lidt over 5 minutter, og åbn adressen igen.',
    openTell: ({ quote, words, row }) =>
      `Tryk på ${quote(words.board('queue-row', 'tell'))} ved ${row}, og vælg ${quote(words.board('tell-dialog', 'minutes', 10))}. Send ikke endnu.`,
    sendTold: ({ quote, words }) =>
      `Tryk på ${quote(words.board('tell-dialog', 'send'))} i vinduet, der stadig er åbent.`,
    goIn: ({ quote, words }) =>
      `Tryk på ${quote(words.tablet.call.enter)}. Lad browserens spørgsmål om kamera og mikrofon stå.`,
    forgetCamera: () =>
      'Nulstil tilladelsen til kamera og mikrofon (tryk på ikonet til venstre for adressen).',
    enter: ({ quote, typed, words, person, organisation }) =>
      `Tryk på ${quote(words.tablet.signIn.again)}. Står den der ikke, så tryk på ${typed(organisation)}. Tryk så på ${typed(person)}. Åbn den samme adresse i en fane mere, og gå tilbage til den første fane.`,
    toClinic: ({ quote, typed, words, citizen, hasClinic, search, clinic }) =>
      `Gå til klinikken: skriv ${typed(citizen.number)} og ${typed(citizen.name)}, sæt flueben ved erklæringen, og tryk på ${quote(words.tablet.citizen.log)}.${hasClinic ? '' : ` Søg efter ${typed(search)}, og tryk på ${typed(clinic)}.`}`,
    toCheck: ({ quote, typed, words, citizen, search, clinic }) =>
      `Gå til tjekket: skriv ${typed(citizen.number)} og ${typed(citizen.name)}, sæt flueben ved erklæringen, og tryk på ${quote(words.tablet.citizen.log)}. Søg efter ${typed(search)}, tryk på ${typed(clinic)} og så på ${quote(words.tablet.goOn)}.`,
    toReason: ({ quote, typed, words, citizen, hasClinic, search, clinic }) =>
      `Gå til årsagen: skriv ${typed(citizen.number)} og ${typed(citizen.name)}, sæt flueben ved erklæringen, og tryk på ${quote(words.tablet.citizen.log)}. ${hasClinic ? 'Tryk' : `Søg efter ${typed(search)}, tryk på ${typed(clinic)} og så`} på ${quote(words.tablet.goOn)}.`,
    join: ({ quote, typed, words, citizen, hasClinic, search, clinic, reason }) =>
      `Stil ${citizen.name} i kø: skriv ${typed(citizen.number)} og ${typed(citizen.name)}, sæt flueben ved erklæringen, og tryk på ${quote(words.tablet.citizen.log)}. ${hasClinic ? 'Tryk' : `Søg efter ${typed(search)}, tryk på ${typed(clinic)} og så`} på ${quote(words.tablet.goOn)}. Skriv ${typed(reason)} som årsag, og tryk på ${quote(words.tablet.reason.start)}.`,
    joinWithout: ({ quote, typed, words, hasClinic, search, clinic, reason }) =>
      `Stil dig i kø uden CPR-nummer: tryk på ${quote(words.tablet.citizen.without)}, sæt flueben ved ${quote(words.tablet.withoutCpr.agreed)}, og tryk på ${quote(words.tablet.goOn)}. ${hasClinic ? 'Tryk' : `Søg efter ${typed(search)}, tryk på ${typed(clinic)} og så`} på ${quote(words.tablet.goOn)}. Skriv ${typed(reason)} som årsag, og tryk på ${quote(words.tablet.reason.start)}.`,
  },
  states: {
    'clinic.closed': 'klinikken er lukket',
    'clinic.open': 'klinikken er åben',
    'clinic.closing': 'klinikken lukker for nye og gør køen færdig',
    'consultation.waiting': 'borgeren venter i køen',
    'consultation.called': 'lægen har startet, de to er ikke begge inde endnu',
    'consultation.ongoing': 'samtalen er i gang',
    'consultation.interrupted': 'en af de to er faldet ud af samtalen',
    'consultation.ended': 'samtalen er slut',
    'consultation.rejected': 'lægen har afvist videokonsultationen',
    'consultation.cancelled': 'køen er forladt',
    'consultation.expired': 'pladsen i køen er udløbet',
    'tablet.signedOut': 'ingen er logget ind på tabletten',
    'tablet.signingOut': 'tabletten logger ud',
    'tablet.desk.profile': 'stilling og arbejdssted',
    'tablet.desk.citizen': 'hvem er borgeren',
    'tablet.desk.withoutCpr': 'uden CPR-nummer',
    'tablet.desk.clinic': 'hvilken klinik',
    'tablet.desk.check': 'tjek af lyd og billede',
    'tablet.desk.reason': 'årsagen',
    'tablet.desk.done': 'konsultationen er slut',
    'tablet.desk.rejected': 'afvist',
    'tablet.desk.cancelled': 'køen er forladt',
    'tablet.desk.expired': 'pladsen er udløbet',
    'tablet.attended.sending': 'sendes til klinikken',
    'tablet.attended.waiting': 'i køen',
    'tablet.attended.leaving': 'på vej ud af køen',
    'tablet.attended.call': 'i samtalen',
    'call.connecting': 'forbinder',
    'call.connected': 'lyd og billede går igennem',
    'call.weak': 'forbindelsen er dårlig, billedet giver plads for lyden',
    'call.healing': 'forbindelsen er væk og søges',
    'call.failed': 'ingen forbindelse',
    'call.ended': 'opkaldet er slut',
    'room.acquiring': 'kamera og mikrofon åbnes',
    'room.denied': 'kamera og mikrofon er blokeret',
    'room.open': 'kamera og mikrofon er åbne',
    'room.elsewhere': 'samtalen er i et andet vindue',
    'room.ended': 'opkaldet er slut',
  },
  sights: {
    picture: () => 'Den andens billede ses, og lyden går igennem.',
    pictureAgain: () =>
      'Samtalen er tilbage: den andens billede ses, og lyden går igennem, når de begge er der.',
    rowHere: (name) => `${name} står i køen med fluebenet for at være til stede.`,
    rowAway: (name) => `${name} står i køen som væk, med tiden siden.`,
    rowGone: (name) => `${name} står ikke længere på tavlen.`,
    rowMessage: (name) => `Beskeden står ved ${name}.`,
    nothing: () => 'Skærmene er, som de var. Ingen fejl.',
    counting: () => 'Tallet tæller ned.',
    camera: () => 'Browserens spørgsmål står på skærmen.',
    dialog: () => 'Vinduet er stadig åbent.',
    hidden: () => 'Tablettens side ses ikke.',
  },
  says: (quoted) => `Der skal stå: ${quoted}${/[.!?…].$/u.test(quoted) ? '' : '.'}`,
  span(milliseconds) {
    if (milliseconds < MINUTE) return `${Math.round(milliseconds / 1000)} sekunder`;
    const minutes = Math.round((milliseconds / MINUTE) * 2) / 2;
    const whole = Math.floor(minutes);
    return minutes === whole
      ? `${whole} minutter`
      : whole === 1
        ? 'halvandet minut'
        : `${whole}½ minut`;
  },
  chapters: {
    first: {
      title: 'Første gang på tabletten',
      goal: 'Fra log-in til køen og ud igen, med tjek af udstyret.',
    },
    unchecked: {
      title: 'Tjekket kan springes over',
      goal: 'Skærmen med tjekket, og en klinik, der lukker imens.',
    },
    citizen: {
      title: 'Borgerens skærme',
      goal: 'Frem, tilbage og log ud, før klinikken er valgt.',
    },
    back: {
      title: 'Tilbage fra klinik og årsag',
      goal: 'Tilbageknapperne, når en klinik er valgt.',
    },
    closed: {
      title: 'Klinikken lukker og åbner',
      goal: 'Tabletten følger med, uanset hvor man er nået til.',
    },
    queue: { title: 'Beskeder og afvisning', goal: 'Det, klinikken siger, står på tabletten.' },
    left: { title: 'Forlad køen', goal: 'Køen forlades, med og uden CPR-nummer.' },
    call: { title: 'Samtalen', goal: 'Start, læg tilbage, genindlæs, afslut og læg på.' },
    called: {
      title: 'Kaldt ind, men ikke kommet',
      goal: 'Lægen afslutter eller afviser, før tabletten er inde.',
    },
    gone: {
      title: 'Nettet falder ud i samtalen',
      goal: 'Den ene, den anden og begge er væk og kommer igen.',
    },
    lost: {
      title: 'Nettet er væk i et minut',
      goal: 'Det siges, at der ikke er forbindelse, og samtalen kommer af sig selv igen.',
    },
    late: { title: 'Lægen er væk, når borgeren kommer ind', goal: 'De finder hinanden alligevel.' },
    closing: {
      title: 'Klinikken lukker, mens nogen venter',
      goal: 'De, der venter, bliver taget imod.',
    },
    closingEnds: { title: 'Køen bliver tom', goal: 'Klinikken lukker helt af sig selv.' },
    offline: {
      title: 'Uden net før køen',
      goal: 'Det skrevne er gemt og sendes, når nettet er tilbage.',
    },
    offlineOver: {
      title: 'Uden net ud af køen',
      goal: 'Næste borger behøver ikke vente på nettet; en lukket klinik siges.',
    },
    missed: {
      title: 'Det, der sker, mens nettet er væk',
      goal: 'Tabletten viser, hvordan det endte.',
    },
    colleague: {
      title: 'En kollega skriver imens',
      goal: 'En besked til en, der netop er kaldt ind.',
    },
    colleagueInCall: {
      title: 'En kollega skriver under samtalen',
      goal: 'En besked stopper intet.',
    },
    twoTablets: {
      title: 'Samme borger på to tabletter',
      goal: 'En borger står kun i køen én gang.',
    },
    twoDevices: {
      title: 'Samme medarbejder på to tabletter',
      goal: 'Pladsen følger medarbejderen.',
    },
    twoLeave: {
      title: 'Den ene tablet forlader køen, den anden er kaldt ind',
      goal: 'Begge viser det samme til sidst.',
    },
    camera: {
      title: 'Kameraet spørger',
      goal: 'Lægen afslutter, mens der spørges, og når der er sagt nej.',
    },
    cameraBack: { title: 'Kameraet får lov alligevel', goal: 'Nej kan gøres om.' },
    elsewhere: { title: 'Logget ud et andet sted', goal: 'Skærmen siger det, uanset hvor man er.' },
    elsewhereQueue: { title: 'Logget ud, mens man står i kø', goal: 'Pladsen beholdes.' },
    elsewhereCall: {
      title: 'Logget ud under tjek og samtale',
      goal: 'Skærmen siger det også dér.',
    },
    noRelay: {
      title: 'Ingen vej for lyd og billede',
      goal: 'Det siges tydeligt, og der kan prøves igen.',
    },
    idleStaff: {
      title: 'Medarbejderen er gået',
      goal: 'Tabletten logger selv ud efter fem minutter.',
    },
    idleCitizen: {
      title: 'Tabletten ligger stille',
      goal: 'Borgeren logges ud efter to minutter.',
    },
    idleReason: {
      title: 'Tabletten ligger stille ved årsagen',
      goal: 'Det samme ved årsag og tjek.',
    },
    idleOver: {
      title: 'Tabletten ligger stille bagefter',
      goal: 'Det samme, når konsultationen er slut.',
    },
    asleep: {
      title: 'Tabletten har været lukket',
      goal: 'Efter fem minutter er medarbejderen logget ud.',
    },
    asleepOver: {
      title: 'Tabletten har været lukket bagefter',
      goal: 'Det samme, når konsultationen er slut.',
    },
    uncalled: {
      title: 'Ingen kommer ind',
      goal: 'Efter tre minutter er borgeren tilbage på sin plads.',
    },
    broken: { title: 'Samtalen kommer ikke tilbage', goal: 'Efter ti minutter er den slut.' },
    expired: { title: 'Pladsen udløber', goal: 'Efter en halv time uden net er pladsen væk.' },
    expiredIdle: {
      title: 'Pladsen udløber, og tabletten ligger stille',
      goal: 'Også dér logges borgeren ud.',
    },
    expiredCall: {
      title: 'Kaldt ind og aldrig set igen',
      goal: 'Pladsen udløber også for den, der var kaldt ind.',
    },
  },
  beginnings: {
    fresh:
      'En helt ny demo (stop serveren, slet mappen data, start igen). Computer 1: Anne Klitgård er logget ind; klinikken er lukket. Tablet 1: åbnet i et nyt privat vindue; ingen er logget ind.',
    unchecked:
      'Computer 1: Anne Klitgård er logget ind, klinikken er åben, ingen venter. Tablet 1: åbnet i et nyt privat vindue; Mette Skovbjerg er logget ind, og der spørges efter borgeren.',
    ready:
      'Computer 1: Anne Klitgård er logget ind, klinikken er åben, ingen venter. Tablet 1: Mette Skovbjerg er logget ind; der spørges efter borgeren, og felterne er tomme. Udstyret er tjekket, og alt virkede.',
    both: 'Computer 1: Anne Klitgård er logget ind, klinikken er åben, ingen venter. Tablet 1: Mette Skovbjerg er logget ind. Tablet 2: Jonas Kærgaard er logget ind. Begge spørger efter borgeren, og felterne er tomme. Udstyret er tjekket på begge.',
    same: 'Computer 1: Anne Klitgård er logget ind, klinikken er åben, ingen venter. Tablet 1 og tablet 2: Mette Skovbjerg er logget ind på begge. Begge spørger efter borgeren, og felterne er tomme. Udstyret er tjekket på begge.',
    asking:
      'Computer 1: Anne Klitgård er logget ind, klinikken er åben, ingen venter. Tablet 1: Mette Skovbjerg er logget ind; der spørges efter borgeren, og felterne er tomme. Nulstil derefter sidens tilladelse til kamera og mikrofon, så browseren spørger igen.',
    signedOut:
      'Computer 1: Anne Klitgård er logget ind, klinikken er åben, ingen venter. Tablet 1: ingen er logget ind. I det sidste tjek af udstyret på tabletten blev der svaret nej til lyden.',
    broken:
      'Computer 1: Anne Klitgård er logget ind, klinikken er åben, ingen venter. Tablet 1: Mette Skovbjerg er logget ind; der spørges efter borgeren, og felterne er tomme. I det sidste tjek af udstyret på tabletten blev der svaret nej til lyden.',
    noRelay:
      'Stop serveren, og start den sådan: `ICE_TRANSPORT_POLICY=relay TURN_URLS=turn:127.0.0.1:9 TURN_SECRET=ingen npm start`. Så er der ingen vej for lyd og billede. Computer 1: Anne Klitgård er logget ind, klinikken er åben, ingen venter. Tablet 1: Mette Skovbjerg er logget ind; der spørges efter borgeren. Udstyret er tjekket. Start serveren på den almindelige måde efter kapitlet.',
  },
  labels: {
    title: 'Nærvær: afprøvning trin for trin',
    intro:
      'Gå trinene igennem i rækkefølge. Gør det, der står til venstre, og se efter, at det til højre passer. Sæt flueben, når det passer; skriv ellers, hvad du så. Det, der står i » «, skal stå præcis sådan på skærmen.',
    chapter: 'Kapitel',
    goal: 'Mål',
    begin: 'Udgangspunkt',
    number: 'Nr.',
    do: 'Gør',
    see: 'Så skal du se',
    remark: 'Bemærkning',
    tester: 'Afprøvet af',
    date: 'Dato',
    result: 'Resultat',
    passed: 'bestået',
    failed: 'ikke bestået',
    version: 'Version',
    prepare: 'Forberedelser',
    long: 'Tager lang tid',
    longText:
      'Her er der ventetid på tre minutter eller mere. Læg kapitlerne, så der kan laves noget andet imens.',
    covered: 'Hvad er afprøvet',
    byHand: 'Kan ikke laves i hånden',
    steps: 'trin',
    minutes: 'ca. ',
    devices: 'Bruger',
    contents: 'Indhold',
    needs: 'Kræver også',
  },
  needs: { one: 'tablet 1', two: 'tablet 2', henrik: 'computer 2' },
  prepare: ({ quote, typed, words, clinic, citizen, other, workplace }) => [
    'Du skal bruge to enheder: en tablet (**tablet 1**, medarbejderen) og en computer (**computer 1**, lægen). Nogle kapitler bruger også en anden tablet (**tablet 2**) eller en anden computer (**computer 2**); det står øverst i kapitlet. Har du kun én maskine, så brug et privat browservindue for hver enhed.',
    'Start demoen på computeren: `npm start`. Vent, til adressen er skrevet. Vil du bruge en rigtig tablet, så læs om adresse og https i docs/operating.md; kameraet virker kun på `localhost` eller med https.',
    `Computer 1: åbn <http://localhost:8080/board>. Tryk på ${quote(words.board('sign-in', 'signIn'))} og så på ${typed('Anne Klitgård')}. Computer 2 gør det samme med ${typed('Henrik Solvang')}.`,
    `Tablet 1: åbn <http://localhost:8080/tablet>. Medarbejderen er ${typed('Mette Skovbjerg')} fra ${typed('Aabjerg Kommune')}. Tablet 2: ${typed('Jonas Kærgaard')} fra samme kommune. Første gang spørges der efter stilling og arbejdssted: vælg ${quote(words.roles.nurse)} og ${typed(workplace)}.`,
    `Borgerne er opdigtede; deres CPR-numre har 60 lagt til dagen. Tablet 1: ${typed(citizen.name)}, ${typed(citizen.number)}. Tablet 2: ${typed(other.name)}, ${typed(other.number)}. Klinikken er ${typed(clinic)}, ydernummer 57584.`,
    'Slå nettet fra: flytilstand på en rigtig enhed. I et browservindue på samme maskine: tryk F12, vælg fanen Netværk (Network), og skift »Ingen begrænsning« (No throttling) til Offline; lad F12-vinduet være åbent. Det standser ikke lyd og billede i en samtale, der er i gang: i de kapitler, hvor nettet slås fra under en samtale, skal det være en rigtig enhed i flytilstand.',
    `Til udgangspunktet før hvert kapitel: slå nettet til; luk ekstra faner; afslut eller afvis alt på tavlen; åbn klinikken. På tabletten: tryk på ${quote(words.tablet.over.logOut)}, hvis knappen står der. Log ud og ind, hvis der skal stå en anden. Er udstyret ikke tjekket på tabletten, så gå én gang til ${quote(words.tablet.check.title)}, tryk på ${quote(words.tablet.check.start)}, ${quote(words.tablet.check.play)} og ${quote(words.tablet.check.yes)} (eller ${quote(words.tablet.check.no)}, hvor udgangspunktet siger det), og log derefter borgeren ud, medarbejderen ud og ind igen.`,
  ],
  total: ({ steps, minutes, longMinutes, covered, all, states }) =>
    `${steps} trin, ca. ${minutes} minutter og ca. ${longMinutes} minutter i de kapitler, der tager lang tid. Trinene gennemløber ${covered} af de ${all} overgange i de fire modeller (klinik, konsultation, tablet, opkald) og alle ${states} tilstande. Resten kan ingen lave i hånden; de står nedenfor med grunden og prøves af maskinen med \`npm run model\`.`,
};
