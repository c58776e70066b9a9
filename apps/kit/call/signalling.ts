import { Peer } from 'peerjs';
import type { MediaConnection } from 'peerjs';
import type { Fingerprint, IceServer, MediaGrant, PeerId } from '@naervaer/machines/protocol';
import { ownCertificate } from './certificate.ts';

/** Waits between two tries, in milliseconds; spread, so that a whole country does not come at once. */
const RETRY_MS = { first: 300, longest: 5_000 } as const;
const BROKER = { path: '/peer', key: 'naervaer' } as const;

interface SignallingDeps {
  readonly join: (fingerprint: Fingerprint) => Promise<MediaGrant>;
  /** A place in the room: for the first time, or another one. */
  readonly onGrant: (grant: MediaGrant) => void;
  readonly onCall: (connection: MediaConnection) => void;
  /** The broker knows this tab: for the first time, or again. */
  readonly onOpen: () => void;
  /** The broker does not know the peer that was called. */
  readonly onUnavailable: (message: string) => void;
}

/** This tab's line to the broker. It comes back by itself and never disturbs a running call. */
export interface Signalling {
  /** A call to this tab would arrive. */
  readonly isOpen: boolean;
  /** Undefined while there is no line. */
  call(
    peerId: PeerId,
    stream: MediaStream,
    metadata: unknown,
    sdpTransform: (sdp: string) => string,
  ): MediaConnection | undefined;
  /**
   * There is network again: connect anew and at once, whatever the socket believes.
   * @param since when it was last known to be good (`performance.now()`): a socket that was opened
   * later is left alone
   */
  refresh(since: number): void;
  /** Fresh relay credentials, for every leg from now on. */
  renew(iceServers: readonly IceServer[]): void;
  /** Peers of earlier grants are ended as soon as nothing goes by them any more. */
  retireOld(): void;
  /** A fresh grant: the room is another one, or the token is not good any more. */
  rejoin(): void;
  close(): void;
}

export function createSignalling(deps: SignallingDeps): Signalling {
  const retired = new Set<Peer>();
  let peer: Peer | undefined;
  let config: RTCConfiguration = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let openedAt = 0;
  let isJoining = false;
  let isClosed = false;

  function openPeer(grant: MediaGrant, certificate: RTCCertificate): Peer {
    const isSecure = location.protocol === 'https:';
    // PeerJS looks into this very object at each leg, so what is renewed in it counts.
    config = {
      iceServers: grant.iceServers as RTCIceServer[],
      iceTransportPolicy: grant.iceTransportPolicy,
      certificates: [certificate],
    };
    return new Peer(grant.peerId, {
      host: location.hostname,
      port: Number(location.port) || (isSecure ? 443 : 80),
      secure: isSecure,
      ...BROKER,
      token: grant.token,
      config,
    });
  }

  function later(): void {
    clearTimeout(timer);
    const wait = Math.min(RETRY_MS.first * 2 ** failures, RETRY_MS.longest);
    failures += 1;
    timer = setTimeout(connect, wait * (0.5 + Math.random()));
  }

  function connect(): void {
    clearTimeout(timer);
    if (isClosed) return;
    if (!peer || peer.destroyed) join();
    else if (peer.disconnected) peer.reconnect();
  }

  async function ask(): Promise<void> {
    const { certificate, fingerprint } = await ownCertificate();
    const grant = await deps.join(fingerprint);
    if (isClosed) return;
    failures = 0;
    if (peer && !peer.destroyed) retired.add(peer);
    use(openPeer(grant, certificate));
    deps.onGrant(grant);
  }

  function join(): void {
    if (isJoining) return;
    isJoining = true;
    ask()
      .catch(() => {
        if (!isClosed) later();
      })
      .finally(() => {
        isJoining = false;
      });
  }

  function use(fresh: Peer): void {
    peer = fresh;
    fresh.on('open', () => {
      if (fresh !== peer) return;
      failures = 0;
      openedAt = performance.now();
      deps.onOpen();
    });
    fresh.on('call', (connection) => {
      if (fresh === peer) deps.onCall(connection);
      else connection.close();
    });
    const gone = (): void => {
      if (fresh === peer && !isClosed) later();
    };
    fresh.on('disconnected', gone);
    fresh.on('close', gone);
    fresh.on('error', (error) => {
      if (fresh === peer && error.type === 'peer-unavailable') deps.onUnavailable(error.message);
    });
  }

  function retire(old: Peer): void {
    retired.delete(old);
    old.destroy();
  }

  join();
  return {
    get isOpen() {
      return peer?.open === true;
    },
    call(peerId, stream, metadata, sdpTransform) {
      if (!peer?.open) return undefined;
      return peer.call(peerId, stream, { metadata, sdpTransform }) as MediaConnection | undefined;
    },
    refresh(since) {
      failures = 0;
      if (peer?.open && openedAt > since) return;
      // PeerJS notices neither that its socket is dead nor that a new one hangs.
      if (peer && !peer.disconnected) peer.disconnect();
      connect();
    },
    renew(iceServers) {
      config.iceServers = iceServers as RTCIceServer[];
    },
    retireOld() {
      for (const old of retired) {
        if (Object.values(old.connections).flat().length === 0) retire(old);
      }
    },
    rejoin() {
      clearTimeout(timer);
      join();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      peer?.destroy();
      for (const old of retired) retire(old);
    },
  };
}
