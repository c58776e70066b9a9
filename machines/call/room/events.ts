import type { Instant, PartyId } from '../../protocol/index.ts';

/** Why there is no sound and picture of one's own. A screen has a sentence for each. */
export const DENIED_REASONS = ['permission', 'notFound', 'inUse', 'insecure', 'unknown'] as const;
export type DeniedReason = (typeof DENIED_REASONS)[number];

interface At {
  /** Milliseconds by any steady clock of the tab; only differences count. */
  readonly at: Instant;
}

/** One party of the room, oneself included, as the view tells it. */
export interface RoomParty {
  readonly partyId: PartyId;
  readonly isSpeaking: boolean;
}

/** All that the own devices and the room as a whole bring. One machine a tab (MA1). */
export type RoomEvent =
  | (At & {
      readonly type: 'MEDIA_READY';
      readonly hasCamera: boolean;
      readonly hasMicrophone: boolean;
    })
  | (At & { readonly type: 'MEDIA_DENIED'; readonly reason: DeniedReason })
  /** A track ended or was muted by the system: unplugged, a phone call on iOS. The host takes it anew. */
  | (At & { readonly type: 'DEVICE_LOST'; readonly kind: 'camera' | 'microphone' })
  | (At & { readonly type: 'DEVICE_BACK'; readonly kind: 'camera' | 'microphone' })
  /** The clinic let us in, or put us back into the queue. */
  | (At & { readonly type: 'ADMITTED_CHANGED'; readonly isAdmitted: boolean })
  | (At & { readonly type: 'PARTIES_CHANGED'; readonly parties: readonly RoomParty[] })
  /** Mean brightness of the own picture, 0…1, every few seconds; null: no picture. */
  | (At & { readonly type: 'LIGHT'; readonly luma: number | null })
  /** Highest loudness of the own microphone in the last second, 0…1; exactly 0 is digital silence. */
  | (At & { readonly type: 'LOUDNESS'; readonly peak: number; readonly isOn: boolean })
  /** Another tab of this party holds the call, or is the one that is meant to. */
  | (At & { readonly type: 'TAKEN_ELSEWHERE' })
  /** The person wants it in this tab. */
  | (At & { readonly type: 'TAKE_HERE' })
  | (At & { readonly type: 'RETRY' })
  | (At & { readonly type: 'DEADLINE' })
  | (At & { readonly type: 'ENDED' });
export type RoomEventType = RoomEvent['type'];
