import { describe, expect, it } from 'vitest';
import { asAnswer, isBy, shapeSound } from './sdp.ts';

const OWN = Array.from({ length: 32 }, () => 'AB').join(':');
const OTHER = Array.from({ length: 32 }, () => 'CD').join(':');
const sdp = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;
const SOUND = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0',
  'a=setup:actpass',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
] as const;
const PICTURE = ['m=video 9 UDP/TLS/RTP/SAVPF 96 118', 'a=rtpmap:118 red/90000'] as const;
const offer = sdp('v=0', `a=fingerprint:sha-256 ${OWN}`, ...SOUND, ...PICTURE);
const lineOf = (text: string, start: string): string | undefined =>
  text.split('\r\n').find((line) => line.startsWith(start));

describe('the sound in a description (C2)', () => {
  it('is doubled by RED first when it is full, and leaves the picture alone', () => {
    const shaped = shapeSound(offer, 'full');
    expect(lineOf(shaped, 'm=audio')).toBe('m=audio 9 UDP/TLS/RTP/SAVPF 63 111 9 0');
    expect(lineOf(shaped, 'm=video')).toBe(PICTURE[0]);
    expect(lineOf(shaped, 'a=fmtp:111')).toBe(
      'a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;maxaveragebitrate=32000',
    );
    expect(lineOf(shaped, 'a=fmtp:63')).toBe('a=fmtp:63 111/111');
  });

  it('is smaller and in long packets when it is low, still doubled, and comes back whole', () => {
    const low = shapeSound(shapeSound(offer, 'full'), 'low');
    expect(lineOf(low, 'm=audio')).toBe('m=audio 9 UDP/TLS/RTP/SAVPF 63 111 9 0');
    expect(lineOf(low, 'a=fmtp:111')).toContain('maxaveragebitrate=20000;ptime=40');
    expect(shapeSound(low, 'full')).toBe(shapeSound(offer, 'full'));
  });

  it('stays as it is without Opus, and is single without RED', () => {
    const g722 = sdp('v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 9', 'a=rtpmap:9 G722/8000');
    expect(shapeSound(g722, 'full')).toBe(g722);
    const alone = sdp('m=audio 9 X 111 9', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10');
    expect(lineOf(shapeSound(alone, 'full'), 'm=audio')).toBe('m=audio 9 X 111 9');
  });
});

describe('the other side’s description as an answer to oneself', () => {
  it('says the other role than one’s own when it was an offer', () => {
    const remote = { type: 'offer', sdp: offer } as RTCSessionDescription;
    expect(asAnswer(remote, sdp('a=setup:active'), 'low')).toContain('a=setup:passive');
    expect(asAnswer(remote, sdp('a=setup:passive'), 'low')).toContain('a=setup:active');
  });

  it('keeps the role of an answer', () => {
    const remote = { type: 'answer', sdp: offer.replace('actpass', 'active') };
    expect(asAnswer(remote as RTCSessionDescription, sdp('a=setup:actpass'), 'full')).toContain(
      'a=setup:active',
    );
  });
});

describe('whose description it is (C9)', () => {
  const of = (...fingerprints: readonly string[]): string =>
    sdp('v=0', ...fingerprints.map((one) => `a=fingerprint:${one}`));

  it('is the tab’s with this certificate, however it is written', () => {
    expect(isBy(of(`sha-256 ${OWN}`), OWN)).toBe(true);
    expect(isBy(of(`SHA-256 ${OWN.toLowerCase()}`), OWN)).toBe(true);
  });

  it.each([
    ['nobody’s without a fingerprint', of()],
    ['another’s', of(`sha-256 ${OTHER}`)],
    ['another’s that adds its own', of(`sha-256 ${OWN}`, `sha-256 ${OTHER}`)],
    ['told by another hash', of(`sha-1 ${OWN}`)],
    ['hidden behind a bare line end', `${of(`sha-256 ${OWN}`)}a=x\na=fingerprint:sha-256 ${OTHER}`],
  ])('is refused when it is %s', (_, description) => {
    expect(isBy(description, OWN)).toBe(false);
  });
});
