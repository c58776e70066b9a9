import type { ClinicId, ConsultationId, MediaGrant } from '@naervaer/machines/protocol';
import { WebSocket } from 'ws';
import { eventually } from '../../support/eventually.ts';
import { anyFingerprint } from '../../support/fingerprint.ts';
import type { Person } from './person.ts';

/** One tab's line to the broker: PeerJS without its WebRTC. */
export interface BrokerPeer {
  readonly grant: MediaGrant;
  readonly isOpen: boolean;
  /** Sends what a call begins with, to another peer of the room. */
  offer(to: BrokerPeer): void;
  /** Whether an offer of the other one has arrived. */
  hasOfferOf(from: BrokerPeer): boolean;
  close(): void;
}

/** @returns the status of a refused grant, or the grant */
export async function askGrant(
  person: Person,
  on: { readonly clinicId: ClinicId; readonly consultationId: ConsultationId },
): Promise<MediaGrant | number> {
  const answer = await person.client.person.post('/api/media', {
    ...on,
    fingerprint: anyFingerprint(),
  });
  return answer.ok ? ((await answer.json()) as MediaGrant) : answer.status;
}

/** Resolves once the broker has said `OPEN`. The same grant once more is a page that comes back. */
export async function openPeer(origin: string, grant: MediaGrant): Promise<BrokerPeer> {
  const query = new URLSearchParams({
    key: 'naervaer',
    id: grant.peerId,
    token: grant.token,
    version: '1.5.5',
  });
  const address = `${origin.replace('http', 'ws')}/peer/peerjs?${query.toString()}`;
  const socket = new WebSocket(address, { origin });
  const received: { readonly type: string; readonly src?: string }[] = [];
  socket.on('error', () => undefined);
  socket.on('message', (data) => received.push(JSON.parse(String(data))));
  await eventually('OPEN of the broker', () => received.some(({ type }) => type === 'OPEN'));
  return {
    grant,
    get isOpen() {
      return socket.readyState === socket.OPEN;
    },
    offer(to) {
      const sdp = { type: 'offer', sdp: 'v=0' };
      const payload = { type: 'media', connectionId: 'mc_1', sdp };
      socket.send(JSON.stringify({ type: 'OFFER', dst: to.grant.peerId, payload }));
    },
    hasOfferOf: (from) =>
      received.some(({ type, src }) => type === 'OFFER' && src === from.grant.peerId),
    close: () => socket.close(),
  };
}
