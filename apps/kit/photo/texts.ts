import { texts } from '../texts/index.ts';

/** Words of the still photo's screens. */
interface PhotoTexts {
  readonly take: string;
  readonly ask: string;
  readonly asked: string;
  readonly withdraw: string;
  readonly declined: string;
  readonly understood: string;
  readonly asksYou: string;
  readonly asksYouHint: string;
  readonly takeNow: string;
  readonly notNow: string;
  readonly camera: string;
  readonly cameraHint: string;
  readonly opening: string;
  readonly noCamera: string;
  readonly other: string;
  readonly shutter: string;
  readonly taking: string;
  readonly torch: string;
  readonly cancel: string;
  readonly frozen: string;
  readonly use: string;
  readonly again: string;
  readonly failed: string;
  readonly tooLarge: string;
  readonly photos: string;
  readonly photo: (number: number) => string;
  readonly open: string;
  readonly sent: {
    readonly waiting: string;
    readonly sending: (percent: number) => string;
    readonly sent: string;
    readonly received: string;
    readonly refused: string;
  };
  readonly came: {
    readonly arriving: (percent: number) => string;
    readonly whole: string;
    readonly lost: string;
  };
  readonly viewer: string;
  readonly viewerHint: string;
  readonly size: (width: number, height: number) => string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  readonly rotate: string;
  readonly compare: string;
  readonly notCompare: string;
  readonly choose: string;
  readonly drop: string;
  readonly close: string;
  readonly kept: string;
}

const da: PhotoTexts = {
  take: 'Tag billede',
  ask: 'Bed om billede',
  asked: 'Vi har bedt om et billede',
  withdraw: 'Fortryd',
  declined: 'De kan ikke tage et billede lige nu',
  understood: 'OK',
  asksYou: 'Lægen beder om et billede',
  asksYouHint: 'Billedet bliver skarpere end videoen. I kan tale sammen imens.',
  takeNow: 'Tag et billede',
  notNow: 'Ikke nu',
  camera: 'Tag et billede til lægen',
  cameraHint: 'Hold kameraet roligt og tæt på. Sørg for godt lys.',
  opening: 'Åbner kameraet …',
  noCamera: 'Vi kan ikke bruge kameraet her.',
  other: 'Brug enhedens egen kamera-app',
  shutter: 'Tag billedet',
  taking: 'Hold stille …',
  torch: 'Lys',
  cancel: 'Tilbage til samtalen',
  frozen: 'Er billedet skarpt?',
  use: 'Brug billedet',
  again: 'Tag et nyt',
  failed: 'Det lykkedes ikke at tage billedet. Prøv igen.',
  tooLarge: 'Billedet er for stort til at blive sendt. Tag et nyt.',
  photos: 'Billeder',
  photo: (number) => `Billede ${number}`,
  open: 'Åbn stort',
  sent: {
    waiting: 'Sendes, når der er forbindelse',
    sending: (percent) => `Sender: ${percent} %`,
    sent: 'Sendt',
    received: 'Modtaget af lægen',
    refused: 'Lægen har lukket billedet',
  },
  came: {
    arriving: (percent) => `Kommer: ${percent} %`,
    whole: 'Hele billedet er her',
    lost: 'Resten kom ikke frem',
  },
  viewer: 'Billeder fra samtalen',
  viewerHint: 'Piletaster flytter, plus og minus ændrer størrelsen, 0 viser det hele, R drejer.',
  size: (width, height) => `${width} × ${height} punkter`,
  zoomIn: 'Større',
  zoomOut: 'Mindre',
  fit: 'Vis hele',
  rotate: 'Drej',
  compare: 'Sammenlign to',
  notCompare: 'Vis ét',
  choose: 'Vælg billede',
  drop: 'Fjern',
  close: 'Tilbage til samtalen',
  kept: 'Billederne gemmes ikke. De er væk, når samtalen er slut.',
};

const en: PhotoTexts = {
  take: 'Take photo',
  ask: 'Ask for photo',
  asked: 'We have asked for a photo',
  withdraw: 'Take back',
  declined: 'They cannot take a photo right now',
  understood: 'OK',
  asksYou: 'The doctor asks for a photo',
  asksYouHint: 'The photo is sharper than the video. You can go on talking.',
  takeNow: 'Take a photo',
  notNow: 'Not now',
  camera: 'Take a photo for the doctor',
  cameraHint: 'Hold the camera still and close. Make sure that the light is good.',
  opening: 'Opening the camera …',
  noCamera: 'We cannot use the camera here.',
  other: 'Use the device’s own camera app',
  shutter: 'Take the photo',
  taking: 'Hold still …',
  torch: 'Light',
  cancel: 'Back to the call',
  frozen: 'Is the photo sharp?',
  use: 'Use the photo',
  again: 'Take a new one',
  failed: 'The photo could not be taken. Try again.',
  tooLarge: 'The photo is too large to be sent. Take a new one.',
  photos: 'Photos',
  photo: (number) => `Photo ${number}`,
  open: 'Open large',
  sent: {
    waiting: 'Is sent when there is a connection',
    sending: (percent) => `Sending: ${percent} %`,
    sent: 'Sent',
    received: 'Received by the doctor',
    refused: 'The doctor has closed the photo',
  },
  came: {
    arriving: (percent) => `Coming: ${percent} %`,
    whole: 'The whole photo is here',
    lost: 'The rest did not arrive',
  },
  viewer: 'Photos of the call',
  viewerHint: 'Arrow keys move, plus and minus change the size, 0 shows all of it, R turns.',
  size: (width, height) => `${width} × ${height} pixels`,
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  fit: 'Show all',
  rotate: 'Turn',
  compare: 'Compare two',
  notCompare: 'Show one',
  choose: 'Choose photo',
  drop: 'Remove',
  close: 'Back to the call',
  kept: 'The photos are not kept. They are gone when the call is over.',
};

export const photoTexts = texts({ da, en });
