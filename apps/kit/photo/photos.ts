import { createEffect, createSignal, getOwner, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { ConsultationId, PartyId, PhotoId } from '@naervaer/machines/protocol';
import type { App } from '../session/api.ts';
import type { Party, RoomCall } from '../call/types.ts';
import { createAsks } from './asks.ts';
import { pageClock } from './clock.ts';
import type { Incoming, IncomingState } from './incoming.ts';
import type { Outgoing, OutgoingState } from './outgoing.ts';
import { createPhotoRelay } from './relay.ts';
import { createTransfer } from './transfer.ts';
import type { Still } from './transfer.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What photos need of a call. */
export type PhotoCall = Pick<
  RoomCall,
  'side' | 'channel' | 'devices' | 'parties' | 'holdPicture'
> & {
  /** Without it, photos live until `close()`. */
  readonly room?: RoomCall['room'];
};

export interface PhotosOptions {
  readonly call: PhotoCall;
  readonly consultationId: ConsultationId;
  /** Whose session asks the server. */
  readonly app: App;
}

/** A photo as a screen shows it. Its bytes are JPEG and in memory only. */
export interface ShownPhoto {
  readonly photoId: PhotoId;
  /** Counted from 1, each way. */
  readonly number: number;
  /** Milliseconds since 1970, by this device. */
  readonly at: number;
  readonly width: number;
  readonly height: number;
  /** 0…1 */
  readonly progress: Accessor<number>;
  readonly preview: Accessor<Bytes | undefined>;
}
export interface SentPhoto extends ShownPhoto {
  readonly state: Accessor<OutgoingState>;
}
export interface ReceivedPhoto extends ShownPhoto {
  readonly state: Accessor<IncomingState>;
  /** The whole picture, as soon as it is there. */
  readonly picture: Accessor<Bytes | undefined>;
}

/** The still photos of one call (C5). They live until it ends, or until the owner is cleaned up. */
export interface Photos {
  readonly call: PhotoCall;
  /** A clinician asks for photos and looks at them; everybody else takes them. */
  readonly mayTake: boolean;
  /** Somebody is there for it. */
  readonly isPossible: Accessor<boolean>;
  readonly sent: Accessor<readonly SentPhoto[]>;
  readonly received: Accessor<readonly ReceivedPhoto[]>;
  /** We have asked and nobody has answered. */
  readonly isAsking: Accessor<boolean>;
  readonly isDeclined: Accessor<boolean>;
  /** We are asked. */
  readonly isAsked: Accessor<boolean>;
  ask(): void;
  withdraw(): void;
  decline(): void;
  readonly isCameraOpen: Accessor<boolean>;
  openCamera(): void;
  closeCamera(): void;
  /** Sends a photo to the clinician. @throws RangeError when it is too large for any way */
  send(still: Still): Promise<void>;
  /** What is looked at: none, one, or two beside each other. */
  readonly opened: Accessor<readonly PhotoId[]>;
  look(at: readonly PhotoId[]): void;
  /** Lets one go, for good. */
  drop(photoId: PhotoId): void;
  close(): void;
}

/** Changes are shown that often, in milliseconds: a hundred pieces come in a second. */
const SHOWN_MS = 100;

/** Without camera, screen or storage of its own: those are the components' beside it. */
export function createPhotos({ call, consultationId, app }: PhotosOptions): Photos {
  const [version, setVersion] = createSignal(0);
  const [isCameraOpen, setCameraOpen] = createSignal(false);
  const [opened, setOpened] = createSignal<readonly PhotoId[]>([]);
  const previews = new Map<PhotoId, Bytes>();
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (): void => {
    if (isClosed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      setVersion((last) => last + 1);
    }, SHOWN_MS);
  };
  const partyOf = (partyId: PartyId): Party | undefined =>
    call.parties().find((party) => party.partyId === partyId);
  const isParty = (partyId: PartyId): boolean => partyOf(partyId) !== undefined;

  const mayTake = call.side !== 'clinician';
  const asks = createAsks({
    channel: call.channel,
    isParty,
    mayAsk: (partyId) => mayTake && partyOf(partyId)?.side === 'clinician',
    onChange: show,
  });
  const transfer = createTransfer({
    channel: call.channel,
    relay: createPhotoRelay(consultationId, app),
    clock: pageClock,
    isParty,
    isWeak: (partyId) => partyOf(partyId)?.sign() !== 'good',
    newId: () => crypto.randomUUID() as PhotoId,
    onChange: show,
    onNew: (from) => asks.came(from),
    onActive: (isActive) => call.holdPicture(isActive),
  });

  /** The other end of a photo: the clinician, or whoever is with the citizen. */
  const partner = (): Party | undefined => {
    const all = call.parties();
    return mayTake
      ? all.find(({ side }) => side === 'clinician')
      : (all.find(({ side }) => side === 'waiter') ?? all[0]);
  };

  function live<T>(read: () => T): Accessor<T> {
    return () => {
      version();
      return read();
    };
  }
  /** The same object as long as its photo is held, so that a list draws only what is new. */
  function listed<P extends Incoming | Outgoing, S extends ShownPhoto>(
    held: () => readonly P[],
    more: (photo: P, shown: Omit<ShownPhoto, 'preview'>) => S,
  ): Accessor<readonly S[]> {
    let known = new Map<PhotoId, S>();
    let number = 0;
    const make = (photo: P): S => {
      const { photoId, width, height } = photo.offer;
      number += 1;
      const progress = live(photo.progress);
      return more(photo, { photoId, number, at: Date.now(), width, height, progress });
    };
    return live(() => {
      known = new Map(
        held().map((photo) => [photo.offer.photoId, known.get(photo.offer.photoId) ?? make(photo)]),
      );
      return [...known.values()];
    });
  }
  const sent = listed(transfer.outgoing, (photo, shown): SentPhoto => ({
    ...shown,
    preview: () => previews.get(shown.photoId),
    state: live(photo.state),
  }));
  const received = listed(transfer.incoming, (photo, shown): ReceivedPhoto => ({
    ...shown,
    preview: live(photo.preview),
    picture: live(photo.picture),
    state: live(photo.state),
  }));

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    clearTimeout(timer);
    asks.close();
    transfer.close();
    for (const bytes of previews.values()) bytes.fill(0);
    previews.clear();
    setOpened([]);
    setCameraOpen(false);
    setVersion((last) => last + 1);
  }
  if (getOwner()) {
    onCleanup(close);
    // The stage stays with its last words; the photos do not.
    createEffect(() => {
      if (call.room?.() === 'ended') close();
    });
  }

  return {
    call,
    mayTake,
    isPossible: live(() => !isClosed && partner() !== undefined),
    sent,
    received,
    isAsking: live(() => asks.asked() !== null),
    isDeclined: live(() => asks.declinedBy() !== null),
    isAsked: live(() => asks.askedBy() !== null),
    ask() {
      const of = partner();
      if (of) asks.ask(of.partyId);
    },
    withdraw: () => asks.withdraw(),
    decline: () => asks.answer(true),
    isCameraOpen,
    openCamera: () => setCameraOpen(true),
    closeCamera: () => setCameraOpen(false),
    async send(still) {
      const to = partner();
      if (!to) return;
      const photoId = await transfer.send(still, to.partyId);
      previews.set(photoId, still.preview);
      asks.answer(false);
      show();
    },
    opened,
    look: (at) => setOpened(at.slice(0, 2)),
    drop(photoId) {
      setOpened((ids) => ids.filter((id) => id !== photoId));
      transfer.drop(photoId);
    },
    close,
  };
}
