import type { Fingerprint } from '@naervaer/machines/protocol';
import type { Sound } from '@naervaer/machines/call';

/** What Opus is asked to do, in the words of RFC 7587. */
const OPUS: Readonly<Record<Sound, Readonly<Record<string, string>>>> = {
  full: { useinbandfec: '1', usedtx: '1', maxaveragebitrate: '32000' },
  low: { useinbandfec: '1', usedtx: '1', maxaveragebitrate: '20000', ptime: '40' },
};

/** The payload type of an encoding in this section; undefined: it is not offered. */
function payloadOf(section: string, encoding: string): string | undefined {
  return new RegExp(String.raw`^a=rtpmap:(\d+) ${encoding}/48000`, 'im').exec(section)?.[1];
}

/** The redundant encoding (RFC 2198) before the single one. */
function order(section: string, opus: string, red: string | undefined): string {
  if (red === undefined) return section;
  return section.replace(/^(m=audio \d+ \S+)((?: \d+)+)/m, (_, head: string, list: string) => {
    const others = list
      .trim()
      .split(' ')
      .filter((one) => one !== opus && one !== red);
    return [head, red, opus, ...others].join(' ');
  });
}

function configure(section: string, opus: string, sound: Sound): string {
  return section.replace(new RegExp(`^(a=fmtp:${opus} )(.*?)(\r?)$`, 'm'), (_, head, list, end) => {
    const known = new Map<string, string>();
    for (const one of String(list).split(';')) {
      const [name = '', value = ''] = one.trim().split('=');
      if (name !== '' && name !== 'ptime') known.set(name, value);
    }
    for (const [name, value] of Object.entries(OPUS[sound])) known.set(name, value);
    const written = Array.from(known, ([name, value]) => `${name}=${value}`).join(';');
    return `${head}${written}${end}`;
  });
}

/**
 * Sound as it is wanted (C2), doubled by RED where the browser can, which holds it whole at 10 %
 * loss; `low` takes half the bits and packets of 40 ms, so that both fit into 60 kbit/s: a network
 * that loses looks narrow to the congestion control, and must not lose its repair for that. Whatever
 * is not understood stays.
 */
export function shapeSound(sdp: string, sound: Sound): string {
  return sdp
    .split(/^(?=m=)/m)
    .map((section) => {
      const opus = section.startsWith('m=audio') ? payloadOf(section, 'opus') : undefined;
      if (opus === undefined) return section;
      const ordered = order(section, opus, payloadOf(section, 'red'));
      return configure(ordered, opus, sound);
    })
    .join('');
}

/**
 * What a browser is told as the answer to an offer that never leaves it, so that its own sending
 * changes in a running call and the other side needs not know: the other side's last description,
 * whose payload types hold both ways. Only the DTLS role of an offer has to be said out.
 */
export function asAnswer(remote: RTCSessionDescription, localSdp: string, sound: Sound): string {
  const shaped = shapeSound(remote.sdp, sound);
  if (remote.type !== 'offer') return shaped;
  const own = /^a=setup:(\w+)/m.exec(localSdp)?.[1];
  return shaped.replaceAll(/^a=setup:\w+/gm, `a=setup:${own === 'active' ? 'passive' : 'active'}`);
}

/**
 * Whether a description is of the tab with this certificate, and of no other: every fingerprint in
 * it must be that one (RFC 8122).
 */
export function isBy(sdp: string, fingerprint: Fingerprint): boolean {
  const lines = sdp.split(/[\r\n]+/).filter((line) => /^\s*a\s*=\s*fingerprint/i.test(line));
  const expected = `a=fingerprint:sha-256 ${fingerprint}`.toUpperCase();
  return lines.length > 0 && lines.every((line) => line.trim().toUpperCase() === expected);
}
