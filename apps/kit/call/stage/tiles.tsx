import { For, createMemo } from 'solid-js';
import type { PartyId } from '@naervaer/machines/protocol';
import type { RoomCall } from '../types.ts';
import { OwnPicture } from './own-picture.tsx';
import { awaitedBy } from './sentences.ts';
import { Tile } from './tile.tsx';

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((each, index) => each === other[index]);

/**
 * C1, V4: one other large and oneself in a corner; or the one who speaks large and the others with
 * oneself in a strip. Who speaks changes places by style alone: a video that is moved in the
 * document would stop for a moment.
 */
export function Tiles(props: { call: RoomCall }) {
  const others = () => props.call.parties();
  const ids = createMemo<readonly (PartyId | null)[]>((before) => {
    const all = others().map(({ partyId }) => partyId);
    const now = all.length === 0 ? [null] : all.toSorted();
    return isSame(before, now) ? before : now;
  }, []);
  const isMany = () => others().length > 1;

  return (
    <div
      class="call-tiles"
      classList={{ 'call-tiles-many': isMany() }}
      style={{
        '--strip': String(others().length),
        // Two alone would be cut to wide slits.
        '--columns': String(Math.max(4, others().length)),
      }}
    >
      <For each={ids()}>
        {(id) => {
          const party = () => others().find(({ partyId }) => partyId === id);
          return (
            <Tile
              party={party()}
              side={party()?.side ?? awaitedBy(props.call.side)}
              place={Math.max(
                0,
                others().findIndex(({ partyId }) => partyId === id),
              )}
              isNamed={isMany()}
            />
          );
        }}
      </For>
      <OwnPicture call={props.call} place={others().length} />
    </div>
  );
}
