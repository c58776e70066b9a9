import type { DeniedReason, Sign } from '@naervaer/machines/call';
import { texts } from '../texts/index.ts';
import type { OwnTrouble, Party } from './types.ts';

type BySide = Readonly<Record<Party['side'], string>>;

interface CallTexts {
  readonly stage: string;
  readonly other: BySide;
  readonly role: BySide;
  readonly self: string;
  readonly acquiring: string;
  readonly absent: BySide;
  readonly away: BySide;
  readonly connecting: string;
  readonly weak: string;
  readonly recovering: string;
  readonly failed: string;
  readonly failedSome: string;
  readonly untrusted: string;
  readonly ended: string;
  readonly sign: Readonly<Record<Sign, string>>;
  readonly shortSign: Readonly<Record<Sign, string>>;
  readonly otherCameraOff: BySide;
  readonly otherMuted: BySide;
  readonly muted: string;
  readonly noPicture: string;
  readonly withheld: string;
  readonly deniedTitle: string;
  readonly denied: Readonly<Record<DeniedReason, string>>;
  readonly elsewhereTitle: string;
  readonly elsewhere: string;
  readonly nowhere: string;
  readonly takeHere: string;
  readonly noCamera: string;
  readonly noMicrophone: string;
  readonly lostCamera: string;
  readonly lostMicrophone: string;
  readonly trouble: Readonly<Record<OwnTrouble, string>>;
  readonly advice: Readonly<Record<OwnTrouble, string>>;
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
  other: {
    clinician: 'Billede fra lægen',
    waiter: 'Billede fra patienten',
    guest: 'Billede fra gæsten',
  },
  role: { clinician: 'Læge', waiter: 'Personale', guest: 'Gæst' },
  self: 'Dit eget billede',
  acquiring: 'Åbner kamera og mikrofon. Sig ja, hvis der bliver spurgt om lov.',
  absent: {
    clinician: 'Lægen er på vej. Bliv på siden.',
    waiter: 'Patienten er på vej. Bliv på siden.',
    guest: 'Gæsten er på vej. Bliv på siden.',
  },
  away: {
    clinician: 'Lægen er på vej tilbage. Bliv på siden.',
    waiter: 'Patienten er på vej tilbage. Bliv på siden.',
    guest: 'Gæsten er på vej tilbage. Bliv på siden.',
  },
  connecting: 'Forbinder …',
  weak: 'Forbindelsen er dårlig. Vi skruer ned for billedet, så lyden holder.',
  recovering: 'Forbindelsen er væk et øjeblik. Vi finder den igen. Bliv på siden.',
  failed: 'Vi kan ikke få forbindelse. Tjek netværket, og prøv igen. Vi bliver ved med at prøve.',
  failedSome: 'Vi kan ikke få forbindelse til alle. Tjek netværket, og prøv igen.',
  untrusted:
    'Vi kunne ikke bekræfte, hvem der svarede, så forbindelsen er lukket. Genindlæs siden, eller ring.',
  ended: 'Samtalen er slut.',
  sign: { good: 'God forbindelse', weak: 'Dårlig forbindelse', lost: 'Ingen forbindelse' },
  shortSign: { good: 'God', weak: 'Dårlig', lost: 'Væk' },
  otherCameraOff: {
    clinician: 'Lægen har slået kameraet fra',
    waiter: 'Kameraet er slået fra hos patienten',
    guest: 'Gæsten har slået kameraet fra',
  },
  otherMuted: {
    clinician: 'Lægen har slået mikrofonen fra',
    waiter: 'Mikrofonen er slået fra hos patienten',
    guest: 'Gæsten har slået mikrofonen fra',
  },
  muted: 'Mikrofon fra',
  noPicture: 'Intet billede lige nu',
  withheld: 'Billedet sendes ikke lige nu',
  deniedTitle: 'Vi kan ikke bruge kamera og mikrofon',
  denied: {
    permission:
      'Siden har ikke fået lov. Tryk på ikonet ved adressen, giv lov til kamera og mikrofon, og prøv igen.',
    notFound: 'Der er hverken kamera eller mikrofon på enheden. Tilslut dem, og prøv igen.',
    inUse: 'Et andet program bruger kameraet eller mikrofonen. Luk det, og prøv igen.',
    insecure: 'Adressen er ikke sikker. Åbn siden på en adresse, der begynder med https.',
    unknown: 'Noget gik galt. Prøv igen, eller genstart enheden.',
  },
  elsewhereTitle: 'Samtalen er ikke i dette vindue',
  elsewhere:
    'Den er åbnet i et andet vindue eller på en anden enhed. Her er kamera og mikrofon slukket.',
  nowhere:
    'Den er lige nu ikke åben i noget vindue, og den anden side venter. Her er kamera og mikrofon slukket.',
  takeHere: 'Tag samtalen her',
  noCamera: 'Dit kamera virker ikke. I kan tale sammen, men du kan ikke ses.',
  noMicrophone: 'Din mikrofon virker ikke. Du kan ses, men ikke høres.',
  lostCamera: 'Dit kamera er væk. Vi prøver at få det igen. I kan tale sammen imens.',
  lostMicrophone: 'Din mikrofon er væk. Vi prøver at få den igen.',
  trouble: {
    unheard: 'Vi kan ikke høre dig. Tjek, at mikrofonen er slået til.',
    silent: 'Din mikrofon giver ingen lyd. Tjek, om den er slået fra på headsettet eller enheden.',
    dark: 'Dit billede er for mørkt. Tænd mere lys foran kameraet.',
  },
  advice: {
    unheard: 'Sidder der et headset i, så tag det ud. Eller genindlæs siden: samtalen fortsætter.',
    silent: 'Hjælper det ikke, så genindlæs siden: samtalen fortsætter.',
    dark: '',
  },
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
  other: {
    clinician: 'Picture of the doctor',
    waiter: 'Picture of the patient',
    guest: 'Picture of the guest',
  },
  role: { clinician: 'Doctor', waiter: 'Staff', guest: 'Guest' },
  self: 'Your own picture',
  acquiring: 'Opening camera and microphone. Say yes if you are asked for permission.',
  absent: {
    clinician: 'The doctor is on the way. Stay on this page.',
    waiter: 'The patient is on the way. Stay on this page.',
    guest: 'The guest is on the way. Stay on this page.',
  },
  away: {
    clinician: 'The doctor is on the way back. Stay on this page.',
    waiter: 'The patient is on the way back. Stay on this page.',
    guest: 'The guest is on the way back. Stay on this page.',
  },
  connecting: 'Connecting …',
  weak: 'The connection is poor. We turn the picture down so that the sound holds.',
  recovering: 'The connection is gone for a moment. We are finding it again. Stay on this page.',
  failed: 'We cannot get a connection. Check the network and try again. We go on trying.',
  failedSome: 'We cannot get a connection to everybody. Check the network and try again.',
  untrusted:
    'We could not confirm who answered, so the connection is closed. Reload the page, or telephone.',
  ended: 'The call is over.',
  sign: { good: 'Good connection', weak: 'Poor connection', lost: 'No connection' },
  shortSign: { good: 'Good', weak: 'Poor', lost: 'Lost' },
  otherCameraOff: {
    clinician: 'The doctor has turned the camera off',
    waiter: 'The camera is off at the patient’s side',
    guest: 'The guest has turned the camera off',
  },
  otherMuted: {
    clinician: 'The doctor has turned the microphone off',
    waiter: 'The microphone is off at the patient’s side',
    guest: 'The guest has turned the microphone off',
  },
  muted: 'Microphone off',
  noPicture: 'No picture right now',
  withheld: 'Your picture is not sent right now',
  deniedTitle: 'We cannot use the camera and microphone',
  denied: {
    permission:
      'The page has no permission. Press the icon beside the address, allow camera and microphone, and try again.',
    notFound: 'The device has neither camera nor microphone. Connect them and try again.',
    inUse: 'Another program uses the camera or microphone. Close it and try again.',
    insecure: 'The address is not secure. Open the page at an address that begins with https.',
    unknown: 'Something went wrong. Try again, or restart the device.',
  },
  elsewhereTitle: 'The call is not in this window',
  elsewhere:
    'It is open in another window or on another device. Camera and microphone are off here.',
  nowhere:
    'It is open in no window right now, and the other side is waiting. Camera and microphone are off here.',
  takeHere: 'Take the call here',
  noCamera: 'Your camera does not work. You can talk, but you cannot be seen.',
  noMicrophone: 'Your microphone does not work. You can be seen, but not heard.',
  lostCamera: 'Your camera is gone. We are getting it back. You can talk meanwhile.',
  lostMicrophone: 'Your microphone is gone. We are getting it back.',
  trouble: {
    unheard: 'We cannot hear you. Check that the microphone is on.',
    silent:
      'Your microphone gives no sound. Check whether it is off at the headset or on the device.',
    dark: 'Your picture is too dark. Turn on more light in front of the camera.',
  },
  advice: {
    unheard: 'Unplug a headset if there is one. Or reload the page: the call goes on.',
    silent: 'If that does not help, reload the page: the call goes on.',
    dark: '',
  },
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
