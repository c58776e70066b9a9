import type { DeniedReason } from '@naervaer/machines/call';
import { texts } from '../texts/index.ts';

interface CallTexts {
  readonly stage: string;
  readonly other: Readonly<Record<'clinician' | 'waiter', string>>;
  readonly self: string;
  readonly acquiring: string;
  readonly absent: Readonly<Record<'clinician' | 'waiter', string>>;
  readonly away: Readonly<Record<'clinician' | 'waiter', string>>;
  readonly connecting: string;
  readonly recovering: string;
  readonly failed: string;
  readonly ended: string;
  readonly deniedTitle: string;
  readonly denied: Readonly<Record<DeniedReason, string>>;
  readonly noCamera: string;
  readonly noMicrophone: string;
  readonly retry: string;
  readonly playSound: string;
  readonly controls: string;
  readonly microphone: string;
  readonly camera: string;
  readonly cameraIsOff: string;
  readonly flip: string;
  readonly fullScreen: string;
  readonly hangUp: string;
}

const da: CallTexts = {
  stage: 'Videokonsultation',
  other: { clinician: 'Billede fra lægen', waiter: 'Billede fra patienten' },
  self: 'Dit eget billede',
  acquiring: 'Åbner kamera og mikrofon. Sig ja, hvis der bliver spurgt om lov.',
  absent: {
    clinician: 'Lægen er på vej. Bliv på siden.',
    waiter: 'Patienten er på vej. Bliv på siden.',
  },
  away: {
    clinician: 'Lægen er på vej tilbage. Bliv på siden.',
    waiter: 'Patienten er på vej tilbage. Bliv på siden.',
  },
  connecting: 'Forbinder …',
  recovering: 'Forbindelsen er væk et øjeblik. Vi finder den igen. Bliv på siden.',
  failed: 'Vi kan ikke få forbindelse. Tjek netværket, og prøv igen.',
  ended: 'Samtalen er slut.',
  deniedTitle: 'Vi kan ikke bruge kamera og mikrofon',
  denied: {
    permission:
      'Siden har ikke fået lov. Tryk på ikonet ved adressen, giv lov til kamera og mikrofon, og prøv igen.',
    notFound: 'Der er hverken kamera eller mikrofon på enheden. Tilslut dem, og prøv igen.',
    inUse: 'Et andet program bruger kameraet eller mikrofonen. Luk det, og prøv igen.',
    insecure: 'Adressen er ikke sikker. Åbn siden på en adresse, der begynder med https.',
    unknown: 'Noget gik galt. Prøv igen, eller genstart enheden.',
  },
  noCamera: 'Dit kamera virker ikke. I kan tale sammen, men du kan ikke ses.',
  noMicrophone: 'Din mikrofon virker ikke. Du kan ses, men ikke høres.',
  retry: 'Prøv igen',
  playSound: 'Tryk her for at høre lyden',
  controls: 'Knapper til samtalen',
  microphone: 'Mikrofon',
  camera: 'Kamera',
  cameraIsOff: 'Dit kamera er slået fra',
  flip: 'Vend kamera',
  fullScreen: 'Fuld skærm',
  hangUp: 'Læg på',
};

const en: CallTexts = {
  stage: 'Video consultation',
  other: { clinician: 'Picture of the doctor', waiter: 'Picture of the patient' },
  self: 'Your own picture',
  acquiring: 'Opening camera and microphone. Say yes if you are asked for permission.',
  absent: {
    clinician: 'The doctor is on the way. Stay on this page.',
    waiter: 'The patient is on the way. Stay on this page.',
  },
  away: {
    clinician: 'The doctor is on the way back. Stay on this page.',
    waiter: 'The patient is on the way back. Stay on this page.',
  },
  connecting: 'Connecting …',
  recovering: 'The connection is gone for a moment. We are finding it again. Stay on this page.',
  failed: 'We cannot get a connection. Check the network and try again.',
  ended: 'The call is over.',
  deniedTitle: 'We cannot use the camera and microphone',
  denied: {
    permission:
      'The page has no permission. Press the icon beside the address, allow camera and microphone, and try again.',
    notFound: 'The device has neither camera nor microphone. Connect them and try again.',
    inUse: 'Another program uses the camera or microphone. Close it and try again.',
    insecure: 'The address is not secure. Open the page at an address that begins with https.',
    unknown: 'Something went wrong. Try again, or restart the device.',
  },
  noCamera: 'Your camera does not work. You can talk, but you cannot be seen.',
  noMicrophone: 'Your microphone does not work. You can be seen, but not heard.',
  retry: 'Try again',
  playSound: 'Press here to hear the sound',
  controls: 'Call controls',
  microphone: 'Microphone',
  camera: 'Camera',
  cameraIsOff: 'Your camera is off',
  flip: 'Turn camera',
  fullScreen: 'Full screen',
  hangUp: 'Hang up',
};

export const callTexts = texts({ da, en });
