import { Show } from 'solid-js';
import { Icon } from '../../components/icon.tsx';
import { OtherPicture } from '../picture.tsx';
import { callTexts } from '../texts.ts';
import type { Party } from '../types.ts';
import { SignMark } from './sign.tsx';
import { createStill } from './still.ts';

export interface TileProps {
  /** Nobody: the place of the one who is on the way. */
  readonly party: Party | undefined;
  readonly side: Party['side'];
  /** With several others: its number among the small ones, or 0 for the large one. */
  readonly place: number;
  /** Several others: then each says who it is and how it is connected. */
  readonly isNamed: boolean;
}

/** One other party's picture, or in words why there is none: never a frozen face. */
export function Tile(props: TileProps) {
  let video: HTMLVideoElement | undefined;
  const state = () => props.party?.state() ?? 'connecting';
  const isThere = () => state() === 'connected' || state() === 'weak';
  const isStill = createStill(() => video, isThere);
  const isCameraOff = () => isThere() && props.party?.isCameraOn() === false;
  const isMuted = () => isThere() && props.party?.isMicrophoneOn() === false;
  const cover = (): string | undefined => {
    if (isCameraOff()) return callTexts().otherCameraOff[props.side];
    return isThere() && isStill() ? callTexts().noPicture : undefined;
  };

  return (
    <div
      class="call-tile"
      classList={{
        'call-tile-small': props.place > 0,
        'call-tile-speaks': props.isNamed && props.party?.isSpeaking() === true,
      }}
      style={{ '--place': String(props.place + 1) }}
      data-state={state()}
      data-party={props.party?.partyId}
      data-testid="call-tile"
    >
      <Show when={props.party?.stream() === undefined}>
        <div class="call-nobody">
          <Icon name="citizen" />
        </div>
      </Show>
      <OtherPicture
        stream={props.party?.stream()}
        label={callTexts().other[props.side]}
        onVideo={(element) => {
          video = element;
        }}
      />
      <Show when={cover()}>
        {(text) => (
          <p class="call-cover" data-testid="call-cover">
            <Icon name="cameraOff" />
            <span>{text()}</span>
          </p>
        )}
      </Show>
      <div class="call-foot">
        <Show when={props.isNamed}>
          <p class="call-role">{callTexts().role[props.side]}</p>
          <SignMark sign={props.party?.sign()} isShort />
        </Show>
        <Show when={isMuted()}>
          <p class="call-muted" data-testid="call-muted">
            <Icon name="microphoneOff" />
            <span>{props.place > 0 ? callTexts().muted : callTexts().otherMuted[props.side]}</span>
          </p>
        </Show>
      </div>
    </div>
  );
}
