import { locale, texts } from '../texts/index.ts';
import { weaknessOf } from './network.ts';
import type { NetworkReport } from './network.ts';
import { LOSSY, NEEDED_KBITS, SLOW_MS } from './thresholds.ts';
import type { Transport } from './transports.ts';

const words = texts({
  da: {
    answers: (seconds: string) => `Netværket svarer på ${seconds} s.`,
    through: 'Billede og lyd kommer igennem.',
    detour: { udp: '', tcp: 'Det går ad en omvej (TCP).', tls: 'Det går ad en omvej (TLS).' },
    slow: (seconds: string, most: string) =>
      `Netværket er langsomt: det svarer på ${seconds} s og bør svare på ${most} s. Gå tættere på wi-fi.`,
    lossy: (part: string, most: string) =>
      `Netværket taber ${part} af billede og lyd og bør højst tabe ${most}. Gå tættere på wi-fi.`,
    thin: (kbits: string, least: string) =>
      `Netværket er smalt: der kommer ${kbits} kbit/s igennem, og der skal bruges ${least}. Lyden går forud for billedet.`,
    shaky: 'Netværket falder ud ind imellem. Gå tættere på wi-fi.',
    closed:
      'Serveren svarer, men netværket slipper måske ikke billede og lyd igennem. I kan godt prøve. Bed jeres it-afdeling se på “Test netværket”.',
    noRelay:
      'Om billede og lyd kommer igennem, kunne vi ikke prøve: serveren har intet relæ (TURN).',
    notTried: 'Om billede og lyd kommer igennem, kunne vi ikke prøve lige nu.',
    noServer: 'Der er ingen forbindelse til serveren. Tjek, at tabletten er på wi-fi.',
    offline: 'Netværket tjekkes, når der er net.',
  },
  en: {
    answers: (seconds: string) => `The network answers within ${seconds} s.`,
    through: 'Picture and sound get through.',
    detour: { udp: '', tcp: 'They take a detour (TCP).', tls: 'They take a detour (TLS).' },
    slow: (seconds: string, most: string) =>
      `The network is slow: it answers within ${seconds} s and should within ${most} s. Move closer to the Wi-Fi.`,
    lossy: (part: string, most: string) =>
      `The network loses ${part} of picture and sound and should lose ${most} at most. Move closer to the Wi-Fi.`,
    thin: (kbits: string, least: string) =>
      `The network is narrow: ${kbits} kbit/s get through and ${least} are needed. Sound goes before picture.`,
    shaky: 'The network drops out now and then. Move closer to the Wi-Fi.',
    closed:
      'The server answers, but the network may not let picture and sound through. You can try. Ask your IT department to look at “Test the network”.',
    noRelay:
      'We could not try whether picture and sound get through: the server has no relay (TURN).',
    notTried: 'We could not try just now whether picture and sound get through.',
    noServer: 'There is no connection to the server. Check that the tablet is on Wi-Fi.',
    offline: 'The network is checked when there is one.',
  },
});

/** Milliseconds as seconds with two decimals: `0,04` in Danish, `0.04` in English. */
export const seconds = (ms: number): string =>
  new Intl.NumberFormat(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    ms / 1000,
  );
/** 0…1 as whole per cent. */
export const percent = (part: number): string =>
  new Intl.NumberFormat(locale(), { style: 'percent' }).format(part);
/** kbit/s in whole tens: it is an estimate. */
export const kbitsText = (kbits: number): string => String(Math.round(kbits / 10) * 10);

const detour = (transport: Transport): string => words().detour[transport];

/** What was found, in sentences for whoever holds the tablet. */
export function explainNetwork({ isOffline, server, relay }: NetworkReport): string {
  const say = (...sentences: string[]): string => sentences.filter(Boolean).join(' ');
  if (isOffline) return words().offline;
  if (server.ms === null) return words().noServer;
  if (relay.kind === 'open') {
    switch (weaknessOf(relay)) {
      case 'lossy':
        return words().lossy(percent(relay.loss), percent(LOSSY));
      case 'slow':
        return words().slow(seconds(relay.roundTripMs), seconds(SLOW_MS));
      case 'thin':
        return words().thin(kbitsText(relay.kbits), String(NEEDED_KBITS));
      case undefined:
        break;
    }
  }
  if (server.isShaky) return words().shaky;
  if (relay.kind === 'closed') return words().closed;
  if (server.ms > SLOW_MS) return words().slow(seconds(server.ms), seconds(SLOW_MS));
  if (relay.kind === 'untested') {
    const untested = relay.why === 'noRelay' ? words().noRelay : words().notTried;
    return say(words().answers(seconds(server.ms)), untested);
  }
  return say(words().answers(seconds(relay.roundTripMs)), words().through, detour(relay.transport));
}
