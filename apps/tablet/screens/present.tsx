import { Checkbox } from '@naervaer/kit/components';
import { presentTexts } from '@naervaer/kit/texts';
import { PRESENT, type Present } from '@naervaer/machines/protocol';
import { For } from 'solid-js';
import { useDesk } from '../desk.ts';
import { words } from '../texts.ts';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Who else is in the room (T3). */
export function PresentChoice() {
  const { course } = useDesk();
  const present = () => course.context().draft.present;
  const set = (who: Present, isHere: boolean) => {
    const others = present().filter((each) => each !== who);
    course.tell({ type: 'TYPED', draft: { present: isHere ? [...others, who] : others } });
  };
  return (
    <fieldset class="field">
      <legend class="field-label">{words().citizen.present}</legend>
      <div class="present">
        <For each={PRESENT}>
          {(who) => (
            <Checkbox
              label={capital(presentTexts()[who])}
              checked={present().includes(who)}
              onChange={(isHere) => set(who, isHere)}
            />
          )}
        </For>
      </div>
    </fieldset>
  );
}
