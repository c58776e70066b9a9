import { texts } from '../texts/index.ts';
import type { Step } from './course.ts';

type Spoken = Exclude<Step, 'intro' | 'second' | 'first' | 'ready' | 'over'>;

const da = {
  try: 'Prøv et øvelsesopkald',
  short: 'Øvelse',
  mark: 'Øvelse. Ingen ser eller hører jer.',
  close: 'Luk øvelsen',
  title: 'Øvelsesopkald',
  lead: 'Prøv et videoopkald med en tegnet læge. Det tager cirka to minutter.',
  points: [
    'Tabletten spørger måske om lov til kamera og mikrofon: sig ja.',
    'Intet bliver sendt, og intet bliver gemt. Det virker også uden net.',
    'I kan stoppe når som helst.',
  ],
  start: 'Start øvelsen',
  before: 'I er nummer',
  after: 'i køen',
  queue: 'I en rigtig kø må I lægge tabletten fra jer. Den siger til, når lægen er klar.',
  ready: 'Det er jeres tur. Lægen er klar',
  readyText: 'I går ind nu …',
  name: 'Øvelseslæge',
  says: 'Lægen siger',
  spoken: {
    hello: 'Goddag. Jeg er ikke en rigtig læge, men en tegning. Vi øver os sammen.',
    hearing: 'Kan I høre mig?',
    louder: 'Skru op for lyden på siden af tabletten. Kan I høre mig nu?',
    speaking: 'Nu er det jer. Sig noget til mig, for eksempel goddag.',
    unheard: 'Jeg kan ikke høre jer endnu. Prøv igen, lidt højere.',
    heard: 'Tak. Jeg kan høre jer tydeligt.',
    photo: 'Må jeg se et billede, for eksempel af din hånd?',
    photoSeen: 'Tak. Sådan ser lægen jeres billede. Det slettes, når samtalen slutter.',
    writing: 'Vi kan også skrive sammen. Tryk på Tekst, og skriv hej til mig.',
    read: 'Tak. Jeg så hvert bogstav, mens du skrev.',
    goodbye: 'Det var det hele. Nu er I klar til en rigtig samtale. Farvel.',
  } satisfies Record<Spoken, string>,
  yes: 'Ja',
  no: 'Nej',
  goOn: 'Videre',
  enlarge: 'Vis stort',
  writes: 'Hej',
  answers: 'Tak, det kunne jeg læse',
  over: 'Konsultationen er slut',
  overText: 'Efter en rigtig samtale logger I borgeren ud her, så intet bliver liggende.',
  nothingKept: 'Øvelsen er slut. Intet er sendt eller gemt.',
  logOut: 'Log borger ud',
  again: 'Øv igen',
};

const en: typeof da = {
  try: 'Try a practice call',
  short: 'Practice',
  mark: 'Practice. Nobody sees or hears you.',
  close: 'Close the practice',
  title: 'Practice call',
  lead: 'Try a video call with a drawn doctor. It takes about two minutes.',
  points: [
    'The tablet may ask to use camera and microphone: allow it.',
    'Nothing is sent and nothing is kept. It works without a network too.',
    'You can stop at any time.',
  ],
  start: 'Start the practice',
  before: 'You are number',
  after: 'in the queue',
  queue: 'In a real queue you may put the tablet down. It tells you when the doctor is ready.',
  ready: 'It is your turn. The doctor is ready',
  readyText: 'You are going in now …',
  name: 'Practice doctor',
  says: 'The doctor says',
  spoken: {
    hello: 'Hello. I am not a real doctor but a drawing. We are practising together.',
    hearing: 'Can you hear me?',
    louder: 'Turn the volume up on the side of the tablet. Can you hear me now?',
    speaking: 'Now it is you. Say something to me, for example hello.',
    unheard: 'I cannot hear you yet. Try again, a little louder.',
    heard: 'Thank you. I hear you clearly.',
    photo: 'May I see a photo, for example of your hand?',
    photoSeen: 'Thank you. This is how the doctor sees your photo. It is deleted after the call.',
    writing: 'We can write too. Press Text, and write hello to me.',
    read: 'Thank you. I saw every letter while you wrote.',
    goodbye: 'That was all. Now you are ready for a real call. Goodbye.',
  },
  yes: 'Yes',
  no: 'No',
  goOn: 'Go on',
  enlarge: 'Show large',
  writes: 'Hello',
  answers: 'Thank you, I could read that',
  over: 'The consultation is over',
  overText: 'After a real call you log the citizen out here, so that nothing is left behind.',
  nothingKept: 'The practice is over. Nothing was sent or kept.',
  logOut: 'Log citizen out',
  again: 'Practise again',
};

export const practiceTexts = texts({ da, en });

/** What the doctor says in a step; nothing where nobody speaks. */
export const spokenIn = (step: Step): string | undefined => {
  const { spoken } = practiceTexts();
  return step in spoken ? spoken[step as Spoken] : undefined;
};
