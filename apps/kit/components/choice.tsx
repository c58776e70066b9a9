import { For, Show, createUniqueId, type JSX } from 'solid-js';
import { FieldError, FieldFrame, describedBy, type FieldTexts } from './field-frame.tsx';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string | undefined;
}

interface ChoiceProps<T extends string> extends FieldTexts {
  options: readonly Option<T>[];
  /** Null while nothing is chosen. */
  value: T | null;
  onChange: (value: T) => void;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
}

export interface SelectProps<T extends string> extends ChoiceProps<T> {
  /** The first line, which is no choice: "Vælg …". */
  placeholder?: string | undefined;
}

/** The platform's own list: it is the one that every screen reader and tablet knows. */
export function Select<T extends string>(props: SelectProps<T>) {
  const id = createUniqueId();
  const choose = (value: string) => {
    const option = props.options.find((each) => each.value === value);
    if (option) props.onChange(option.value);
  };
  return (
    <FieldFrame id={id} label={props.label} hint={props.hint} error={props.error}>
      <select
        id={id}
        class="field-control"
        required={props.required}
        disabled={props.disabled}
        aria-invalid={props.error === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, props)}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <Show when={props.placeholder !== undefined || props.value === null}>
          <option value="" selected={props.value === null} disabled>
            {props.placeholder ?? ''}
          </option>
        </Show>
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === props.value}>
              {option.label}
            </option>
          )}
        </For>
      </select>
    </FieldFrame>
  );
}

/** A few choices, all in sight. */
export function RadioGroup<T extends string>(
  props: ChoiceProps<T> & {
    /** Side by side where there is room. */
    isRow?: boolean | undefined;
  },
) {
  const id = createUniqueId();
  return (
    <fieldset
      class="field"
      classList={{ 'field-invalid': props.error !== undefined }}
      role="radiogroup"
      aria-required={props.required === true ? 'true' : undefined}
      aria-invalid={props.error === undefined ? undefined : 'true'}
      aria-describedby={describedBy(id, props)}
    >
      <legend class="field-label">{props.label}</legend>
      <Show when={props.hint}>
        {(hint) => (
          <p class="field-hint" id={`${id}-hint`}>
            {hint()}
          </p>
        )}
      </Show>
      <div class="choices" classList={{ 'choices-row': props.isRow === true }}>
        <For each={props.options}>
          {(option) => (
            <label class="choice">
              <input
                type="radio"
                name={id}
                value={option.value}
                checked={props.value === option.value}
                disabled={props.disabled}
                onChange={() => props.onChange(option.value)}
              />
              <span>
                {option.label}
                <Show when={option.hint}>{(hint) => <small>{hint()}</small>}</Show>
              </span>
            </label>
          )}
        </For>
      </div>
      <FieldError id={id} error={props.error} />
    </fieldset>
  );
}

export interface CheckboxProps {
  label: JSX.Element;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: string | undefined;
  error?: string | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
}

export function Checkbox(props: CheckboxProps) {
  const id = createUniqueId();
  return (
    <div class="field" classList={{ 'field-invalid': props.error !== undefined }}>
      <label class="choice">
        <input
          type="checkbox"
          checked={props.checked}
          required={props.required}
          disabled={props.disabled}
          aria-invalid={props.error === undefined ? undefined : 'true'}
          aria-describedby={describedBy(id, { label: '', hint: props.hint, error: props.error })}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <span>{props.label}</span>
      </label>
      <Show when={props.hint}>
        {(hint) => (
          <p class="field-hint" id={`${id}-hint`}>
            {hint()}
          </p>
        )}
      </Show>
      <FieldError id={id} error={props.error} />
    </div>
  );
}
