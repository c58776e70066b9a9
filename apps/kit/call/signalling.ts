import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import { Peer } from 'peerjs';
import type { MediaConnection } from 'peerjs';
import type { Fingerprint, MediaGrant } from '@naervaer/machines/protocol';
import { ownCertificate } from './certificate.ts';

/** Waits between two tries, in milliseconds; spread, so that a whole country does not come at once. */
const RETRY_MS = { first: 300, longest: 5_000 } as const;
/** Refused this often in a row: the token is no longer good, so a new one is asked for. */
const TRIES_OF_ONE_TOKEN = 6;
const BROKER = { path: '/peer', key: 'naervaer' } as const;

interface SignallingDeps {
  readonly join: (fingerprint: Fingerprint) => Promise<MediaGrant>;
  readonly onCall: (connection: MediaConnection) => void;
  /** The broker does not know the peer that was called. */
  readonly onUnavailable: () => void;
}

/** This tab's line to the broker. It comes back by itself and never disturbs a running call. */
export interface Signalling {
  readonly isOpen: Accessor<boolean>;
  /** Undefined while there is no line. */
  call(peerId: string, stream: MediaStream, metadata: unknown): MediaConnection | undefined;
  /** There is network again: whatever the socket believes, connect anew and at once. */
  refresh(): void;
  /** Peers of earlier grants are ended; called when the new one carries the call. */
  retireOld(): void;
  /** A fresh grant: the room is another one. */
  rejoin(): void;
  close(): void;
}

function openPeer(grant: MediaGrant, certificate: RTCCertificate): Peer {
  const isSecure = location.protocol === 'https:';
  return new Peer(grant.peerId, {
    host: location.hostname,
    port: Number(location.port) || (isSecure ? 443 : 80),
    secure: isSecure,
    ...BROKER,
    token: grant.token,
    config: {
      iceServers: grant.iceServers,
      iceTransportPolicy: grant.iceTransportPolicy,
      certificates: [certificate],
    },
  });
}

export function createSignalling(deps: SignallingDeps): Signalling {
  const [isOpen, setOpen] = createSignal(false);
  const retired = new Set<Peer>();
  let peer: Peer | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isJoining = false;
  let isClosed = false;

  function later(): void {
    clearTimeout(timer);
    const wait = Math.min(RETRY_MS.first * 2 ** failures, RETRY_MS.longest);
    failures += 1;
    timer = setTimeout(connect, wait * (0.5 + Math.random()));
  }

  function connect(): void {
    clearTimeout(timer);
    if (isClosed) return;
    if (!peer || peer.destroyed || failures > TRIES_OF_ONE_TOKEN) join();
    else if (peer.disconnected) peer.reconnect();
  }

  function join(): void {
    if (isJoining) return;
    isJoining = true;
    ownCertificate()
      .then(async ({ certificate, fingerprint }) => ({
        certificate,
        grant: await deps.join(fingerprint),
      }))
      .then(({ certificate, grant }) => {
        isJoining = false;
        if (isClosed) return;
        failures = 0;
        if (peer && !peer.destroyed) retired.add(peer);
        use(openPeer(grant, certificate));
      })
      .catch(() => {
        isJoining = false;
        if (!isClosed) later();
      });
  }

  function use(fresh: Peer): void {
    peer = fresh;
    fresh.on('open', () => {
      if (fresh !== peer) return;
      failures = 0;
      setOpen(true);
    });
    fresh.on('call', (connection) => {
      if (fresh === peer) deps.onCall(connection);
      else connection.close();
    });
    fresh.on('disconnected', () => {
      if (fresh !== peer) return;
      setOpen(false);
      if (!isClosed) later();
    });
    fresh.on('close', () => {
      if (fresh !== peer) return;
      setOpen(false);
      if (!isClosed) later();
    });
    fresh.on('error', (error) => {
      if (fresh === peer && error.type === 'peer-unavailable') deps.onUnavailable();
    });
  }

  function retireOld(): void {
    for (const old of retired) old.destroy();
    retired.clear();
  }

  join();
  return {
    isOpen,
    call(peerId, stream, metadata) {
      if (!peer?.open) return undefined;
      // Without a camera here the offer would ask for no picture, and the other side could send
      // none. (PeerJS hands `constraints` on to `createOffer`; its types do not say so.)
      const options = {
        metadata,
        constraints: { offerToReceiveAudio: true, offerToReceiveVideo: true },
      };
      return peer.call(peerId, stream, options) as MediaConnection | undefined;
    },
    refresh() {
      failures = 0;
      // PeerJS does not notice that its socket is dead.
      if (peer?.open) peer.disconnect();
      connect();
    },
    retireOld,
    rejoin() {
      setOpen(false);
      join();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      peer?.destroy();
      retireOld();
    },
  };
}
