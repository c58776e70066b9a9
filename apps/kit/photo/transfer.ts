import type { PartyId, PhotoId } from '@naervaer/machines/protocol';
import type { Channel } from '../call/channel.ts';
import { createBucket } from '../call/bucket.ts';
import type { Clock } from './clock.ts';
import { createIncoming } from './incoming.ts';
import type { Incoming } from './incoming.ts';
import { parseMessage, PHOTO } from './messages.ts';
import type { Offer, PhotoMessage } from './messages.ts';
import { createOutgoing } from './outgoing.ts';
import type { Outgoing } from './outgoing.ts';
import { readFrame } from './pieces.ts';
import type { PhotoRelay } from './relay.ts';
import { digestOf } from './seal.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A photo that was taken: JPEG, with nothing in it but the picture. */
export interface Still {
  readonly picture: Bytes;
  readonly preview: Bytes;
  readonly width: number;
  readonly height: number;
}

export interface TransferDeps {
  readonly channel: Channel;
  readonly relay: PhotoRelay;
  readonly clock: Clock;
  /** A party of this call: what anybody else says is dropped. */
  readonly isParty: (partyId: PartyId) => boolean;
  readonly isWeak: (partyId: PartyId) => boolean;
  readonly newId: () => PhotoId;
  readonly onChange: () => void;
  /** One that was not known is on its way to us. */
  readonly onNew: (from: PartyId) => void;
  /** Something is being sent, or nothing is any more. */
  readonly onActive: (isActive: boolean) => void;
}

/** All photos of one tab's call, both ways; in memory only, and gone with `close`. */
export interface Transfer {
  /** Oldest first. */
  readonly outgoing: () => readonly Outgoing[];
  readonly incoming: () => readonly Incoming[];
  /** @throws RangeError when it is too large for any way */
  send(still: Still, to: PartyId): Promise<PhotoId>;
  /** Lets one that came go, now. */
  drop(photoId: PhotoId): void;
  close(): void;
}

const TICK_MS = 50;
/** Questions to the server, of all photos together: others of this session need theirs (SE3). */
const FETCH_RATE = { burst: 60, perSecond: 2 } as const;
/** Ids of photos that were let go: who offers them again hears that all is well. */
const REMEMBERED = 100;

const isOver = (photo: Outgoing): boolean => {
  const state = photo.state();
  return state === 'received' || state === 'refused';
};

export function createTransfer(deps: TransferDeps): Transfer {
  const { channel, clock } = deps;
  const outgoing = new Map<PhotoId, Outgoing>();
  const incoming = new Map<PhotoId, Incoming>();
  const settled = new Set<PhotoId>();
  const mayFetch = createBucket(FETCH_RATE, clock.now);
  const relay: PhotoRelay = {
    ...deps.relay,
    get: async (photoId, block) => (mayFetch() ? deps.relay.get(photoId, block) : 'unreachable'),
  };
  let stopTick: (() => void) | undefined;
  let isActive = false;
  let isClosed = false;

  function noteActive(): void {
    const next = !isClosed && [...outgoing.values()].some((photo) => !isOver(photo));
    if (next === isActive) return;
    isActive = next;
    deps.onActive(next);
    if (next) tick();
  }
  function changed(): void {
    noteActive();
    deps.onChange();
  }

  /** One photo at a time to each party: two at once come later, both of them. */
  function tick(): void {
    stopTick?.();
    stopTick = undefined;
    const busy = new Set<PartyId>();
    for (const photo of outgoing.values()) {
      if (isOver(photo) || busy.has(photo.to)) continue;
      busy.add(photo.to);
      photo.tick();
    }
    if (isActive) stopTick = clock.after(TICK_MS, tick);
  }

  function letGo(photoId: PhotoId): void {
    incoming.get(photoId)?.close();
    incoming.delete(photoId);
    settled.add(photoId);
    for (const first of settled) {
      if (settled.size <= REMEMBERED) break;
      settled.delete(first);
    }
  }

  function takeOffer(offer: Offer, from: PartyId): void {
    const { photoId } = offer;
    if (settled.has(photoId)) {
      channel.send('photo', { type: 'done', photoId }, from);
      return;
    }
    const known = incoming.get(photoId);
    if (known) {
      if (known.from === from) known.answer();
      return;
    }
    for (const oldest of incoming.keys()) {
      if (incoming.size < PHOTO.held) break;
      letGo(oldest);
    }
    const photo = createIncoming(offer, from, {
      relay,
      clock,
      tell: (message) => channel.send('photo', message, from),
      onChange: changed,
    });
    incoming.set(photoId, photo);
    photo.answer();
    deps.onNew(from);
    changed();
  }

  function take(message: PhotoMessage, from: PartyId): void {
    switch (message.type) {
      case 'offer':
        takeOffer(message, from);
        break;
      case 'key':
      case 'block':
      case 'unknown': {
        const photo = incoming.get(message.photoId);
        if (photo?.from === from) photo.take(message);
        break;
      }
      case 'have':
      case 'gone':
      case 'done':
      case 'refused': {
        const { photoId } = message;
        const photo = outgoing.get(photoId);
        if (photo?.to === from) photo.take(message);
        else if (message.type === 'have') channel.send('photo', { type: 'unknown', photoId }, from);
        break;
      }
      case 'ask':
      case 'unask':
      case 'decline':
        break;
    }
  }

  const stops = [
    channel.on('photo', (unknown, from) => {
      const message = deps.isParty(from) ? parseMessage(unknown) : undefined;
      if (message) take(message, from);
    }),
    channel.onBytes((bytes, from) => {
      const frame = readFrame(bytes);
      const photo = frame && incoming.get(frame.photoId);
      if (frame && photo?.from === from) photo.takePiece(frame.piece, frame.bytes);
    }),
    channel.onOpened((to) => {
      for (const photo of outgoing.values()) if (photo.to === to) photo.propose();
      for (const photo of incoming.values()) {
        if (photo.from === to && photo.state() === 'arriving') photo.answer();
      }
    }),
  ];

  return {
    outgoing: () => [...outgoing.values()],
    incoming: () => [...incoming.values()],
    async send({ picture, preview, width, height }, to) {
      const whole = new Uint8Array(preview.length + picture.length);
      if (whole.length > PHOTO.bytes || preview.length > PHOTO.previewBytes) {
        throw new RangeError('too large');
      }
      whole.set(preview);
      whole.set(picture, preview.length);
      const digest = await digestOf(picture);
      const photoId = deps.newId();
      if (isClosed) return photoId;
      const offer: Offer = {
        type: 'offer',
        photoId,
        width,
        height,
        preview: preview.length,
        bytes: whole.length,
        digest,
      };
      for (const [id, oldest] of outgoing) {
        if (outgoing.size < PHOTO.held) break;
        oldest.close();
        outgoing.delete(id);
      }
      const photo = createOutgoing(offer, whole, {
        to,
        channel,
        relay: deps.relay,
        now: clock.now,
        isWeak: () => deps.isWeak(to),
        onChange: changed,
      });
      outgoing.set(photoId, photo);
      photo.propose();
      changed();
      return photoId;
    },
    drop(photoId) {
      const photo = incoming.get(photoId);
      if (!photo) return;
      // Told before it is forgotten: its sender may rest.
      if (photo.state() === 'arriving') {
        channel.send('photo', { type: 'refused', photoId }, photo.from);
      }
      letGo(photoId);
      changed();
    },
    close() {
      isClosed = true;
      for (const stop of stops) stop();
      stopTick?.();
      for (const photo of [...outgoing.values(), ...incoming.values()]) photo.close();
      outgoing.clear();
      incoming.clear();
      noteActive();
    },
  };
}
