import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import type { MediaGrant } from '@naervaer/machines/protocol';
import { mediaStand } from './testing/stand.ts';
import type { MediaStand } from './testing/stand.ts';

/** Nobody's but a home's, and a relay's: documentation addresses that a browser could have. */
const HOME = ['192.168.1.7', '2001:db8:7::7', '203.0.113.5', 'f0c1d7a2-51b6-4d3e-9a20-0a3f.local'];
const RELAY = '198.51.100.4';

/** As Chromium and Firefox write them. */
const HOST = `candidate:842163049 1 udp 2122260223 ${HOME[0]} 56032 typ host generation 0 ufrag sXP5 network-id 1`;
const MDNS = `candidate:1 1 udp 2122194687 ${HOME[3]} 56033 typ host generation 0 ufrag sXP5`;
const TCP = `candidate:1 1 TCP 2105524479 ${HOME[0]} 9 typ host tcptype active`;
const SIX = `candidate:3 1 UDP 2122252543 ${HOME[1]} 49152 typ host`;
const REFLEXIVE = `candidate:842163049 1 udp 1677729535 ${HOME[2]} 56032 typ srflx raddr ${HOME[0]} rport 56032 generation 0 ufrag sXP5 network-cost 999`;
const PEER_REFLEXIVE = `candidate:9 1 udp 1677729535 ${HOME[2]} 56032 typ prflx raddr ${HOME[0]} rport 56032`;
const RELAYED = `candidate:3098175849 1 udp 41885695 ${RELAY} 49182 typ relay raddr ${HOME[2]} rport 56032 generation 0 ufrag sXP5 network-cost 999`;
const HIDDEN = RELAYED.replace(`raddr ${HOME[2]} rport 56032`, 'raddr 0.0.0.0 rport 0');

const SDP = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'm=audio 56032 UDP/TLS/RTP/SAVPF 111 63',
  `c=IN IP4 ${HOME[2]}`,
  `a=rtcp:56033 IN IP4 ${HOME[2]}`,
  `a=${HOST}`,
  `a=${MDNS}`,
  `a=${REFLEXIVE}`,
  `a=${RELAYED}`,
  `a=remote-candidates:1 ${HOME[0]} 56032`,
  'a=ice-ufrag:sXP5',
  'a=ice-pwd:CyjQUnXUa4VR8ZkXAOKCmFA9',
  'a=ice-options:trickle',
  'a=fingerprint:sha-256 A1:A1',
  'a=setup:actpass',
  'a=mid:0',
  'a=end-of-candidates',
  '',
].join('\r\n');

let stand: MediaStand;
const begin = async (iceTransportPolicy: 'all' | 'relay'): Promise<void> => {
  stand = await mediaStand({ config: { iceTransportPolicy } });
};
beforeEach(() => begin('relay'));
afterEach(() => stand.close());

interface Heard {
  readonly type: string;
  readonly payload?: { readonly sdp?: { sdp: string }; readonly candidate?: { candidate: string } };
}
interface Peer {
  readonly grant: MediaGrant;
  readonly socket: WebSocket;
  readonly heard: Heard[];
}

async function peer(side: 'clinician' | 'waiter'): Promise<Peer> {
  const grant = await stand.grant(side);
  const query = `key=naervaer&id=${grant.peerId}&token=${grant.token}&version=1.5.5`;
  const socket = stand.connect(`/peer/peerjs?${query}`);
  const heard: Heard[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  await vi.waitFor(() => expect(heard[0]?.type).toBe('OPEN'));
  return { grant, socket, heard };
}

/** What of these messages reaches the other side, to whom they go in one go. */
async function passed(messages: readonly { type: string; payload: object }[]): Promise<Heard[]> {
  const [from, to] = [await peer('clinician'), await peer('waiter')];
  const last = { type: 'ANSWER', payload: { sdp: { type: 'answer', sdp: 'last' } } };
  for (const { type, payload } of [...messages, last]) {
    const whole = { type: 'media', connectionId: 'mc_1', ...payload };
    from.socket.send(JSON.stringify({ type, dst: to.grant.peerId, payload: whole }));
  }
  await vi.waitFor(() => expect(to.heard.at(-1)?.payload?.sdp?.sdp).toBe('last'));
  return to.heard.slice(1, -1);
}
const candidate = (text: string) => ({
  type: 'CANDIDATE',
  payload: {
    candidate: { candidate: text, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'sXP5' },
  },
});

describe('where the operator allows a relay only, the broker', () => {
  it('drops every candidate that is another’s, and hides whom the relay serves', async () => {
    const all = [HOST, MDNS, TCP, SIX, REFLEXIVE, PEER_REFLEXIVE, RELAYED, ''];
    const heard = await passed(all.map(candidate));
    expect(heard.map(({ payload }) => payload?.candidate?.candidate)).toEqual([HIDDEN, '']);
    expect(heard[0]?.payload?.candidate).toEqual(candidate(HIDDEN).payload.candidate);
  });

  it.each(['OFFER', 'ANSWER'])('takes them out of an %s too, and leaves the rest', async (type) => {
    const [heard] = await passed([{ type, payload: { sdp: { type: 'offer', sdp: SDP } } }]);
    const text = JSON.stringify(heard);
    for (const address of HOME) expect(text).not.toContain(address);
    const lines = heard?.payload?.sdp?.sdp.split('\r\n') ?? [];
    const kept = SDP.split('\r\n').filter(
      (line) => !/^(a=candidate|a=remote-|c=|a=rtcp:)/.test(line),
    );
    expect(lines.filter((line) => kept.includes(line))).toEqual(kept);
    expect(lines.filter((line) => !kept.includes(line))).toEqual([
      'c=IN IP4 0.0.0.0',
      'a=rtcp:9 IN IP4 0.0.0.0',
      `a=${HIDDEN}`,
    ]);
  });

  it('is not led around it by how a line is written or ended', async () => {
    const odd = [
      ` a=${HOST}`,
      `A=${HOST}`,
      `a=CANDIDATE${HOST.slice('candidate'.length)}`,
      `a = ${HOST}`,
      `a=${HOST} typ relay`,
      `a=candidate:1 1 udp 1 ${HOME[0]} 9 typ relayed`,
      `a=${HOST.replace(' typ host', '  typ  host')}`,
      `a=${HOST} x\u2028`,
      `a=${HOST} \u2029x`,
    ];
    for (const end of ['\n', '\r', '\r\n']) {
      const sdp = ['v=0', ...odd, ''].join(end);
      const [heard] = await passed([{ type: 'OFFER', payload: { sdp: { type: 'offer', sdp } } }]);
      expect(heard?.payload?.sdp?.sdp).toBe('v=0\r\n');
    }
    const asCandidates = odd.map((line) => candidate(line.trim().slice(2)));
    expect(await passed(asCandidates)).toEqual([]);
  });

  it('passes on nothing that stands beside a candidate or a description', async () => {
    const { payload } = candidate(RELAYED);
    const heard = await passed([
      { type: 'CANDIDATE', payload: { candidate: { ...payload.candidate, address: HOME[0] } } },
      { type: 'OFFER', payload: { sdp: { type: 'offer', sdp: 'v=0', address: HOME[0] } } },
    ]);
    expect(heard).toHaveLength(2);
    expect(JSON.stringify(heard)).not.toContain(HOME[0]);
  });
});

it('where it allows others, nothing is changed', async () => {
  await stand.close();
  await begin('all');
  const heard = await passed([
    candidate(HOST),
    { type: 'OFFER', payload: { sdp: { type: 'offer', sdp: SDP } } },
  ]);
  expect(heard[0]?.payload?.candidate?.candidate).toBe(HOST);
  expect(heard[1]?.payload?.sdp?.sdp).toBe(SDP);
});
