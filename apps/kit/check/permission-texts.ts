import { texts } from '../texts/index.ts';
import type { BrowserFamily } from './browsers.ts';

interface PermissionTexts {
  readonly title: string;
  readonly which: string;
  readonly browsers: Readonly<Record<BrowserFamily, string>>;
  readonly steps: Readonly<Record<BrowserFamily, readonly [string, string, string]>>;
}

const da: PermissionTexts = {
  title: 'Sådan giver I siden lov',
  which: 'Ser det anderledes ud? Vælg jeres browser',
  browsers: {
    chrome: 'Chrome eller Edge på pc',
    android: 'Chrome på Android',
    safari: 'Safari på iPad eller iPhone',
    firefox: 'Firefox',
  },
  steps: {
    chrome: [
      'Tryk på ikonet med skydeknapper til venstre for adressen (i Edge: hængelåsen).',
      'Slå kamera og mikrofon til.',
      'Luk menuen, og tryk på “Tjek igen”.',
    ],
    android: [
      'Tryk på ikonet til venstre for adressen.',
      'Tryk på “Tilladelser”, og slå kamera og mikrofon til.',
      'Gå tilbage, og tryk på “Tjek igen”.',
    ],
    safari: [
      'Tryk på ikonet ved adressen (sidemenuen eller “AA”).',
      'Tryk på “Indstillinger for websted”, og vælg “Tillad” ved kamera og mikrofon.',
      'Tryk på “Færdig”, og genindlæs siden.',
    ],
    firefox: [
      'Tryk på det overstregede kamera eller den overstregede mikrofon til venstre for adressen.',
      'Tryk på krydset ved “Blokeret”.',
      'Tryk på “Tjek igen”, og sig ja, når der bliver spurgt.',
    ],
  },
};

const en: PermissionTexts = {
  title: 'How to allow it',
  which: 'Does it look different? Choose your browser',
  browsers: {
    chrome: 'Chrome or Edge on a computer',
    android: 'Chrome on Android',
    safari: 'Safari on iPad or iPhone',
    firefox: 'Firefox',
  },
  steps: {
    chrome: [
      'Press the icon with sliders to the left of the address (in Edge: the padlock).',
      'Turn camera and microphone on.',
      'Close the menu and press “Check again”.',
    ],
    android: [
      'Press the icon to the left of the address.',
      'Press “Permissions” and turn camera and microphone on.',
      'Go back and press “Check again”.',
    ],
    safari: [
      'Press the icon beside the address (the page menu, or “AA”).',
      'Press “Website Settings” and choose “Allow” for camera and microphone.',
      'Press “Done” and reload the page.',
    ],
    firefox: [
      'Press the crossed-out camera or microphone to the left of the address.',
      'Press the cross beside “Blocked”.',
      'Press “Check again” and say yes when you are asked.',
    ],
  },
};

export const permissionTexts = texts({ da, en });
