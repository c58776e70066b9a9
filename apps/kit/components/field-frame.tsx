import { Show, type JSX } from 'solid-js';
import { Icon } from './icon.tsx';
import './field.css';

/** What every field has beside its control. */
export interface FieldTexts {
  label: string;
  hint?: string | undefined;
  /** What is wrong and what to do; undefined while nothing is. */
  error?: string | undefined;
}

/** The ids that tie hint and error to the control. */
export function describedBy(id: string, props: FieldTexts): string | undefined {
  const ids = [
    ...(props.hint === undefined ? [] : [`${id}-hint`]),
    ...(props.error === undefined ? [] : [`${id}-error`]),
  ];
  return ids.length === 0 ? undefined : ids.join(' ');
}

export function FieldError(props: { id: string; error: string | undefined }) {
  return (
    <Show when={props.error}>
      {(error) => (
        <p class="field-error" id={`${props.id}-error`}>
          <Icon name="error" />
          <span>{error()}</span>
        </p>
      )}
    </Show>
  );
}

/** Label above, hint under it, the control, the error under that. */
export function FieldFrame(props: FieldTexts & { id: string; children: JSX.Element }) {
  return (
    <div class="field" classList={{ 'field-invalid': props.error !== undefined }}>
      <label class="field-label" for={props.id}>
        {props.label}
      </label>
      <Show when={props.hint}>
        {(hint) => (
          <p class="field-hint" id={`${props.id}-hint`}>
            {hint()}
          </p>
        )}
      </Show>
      {props.children}
      <FieldError id={props.id} error={props.error} />
    </div>
  );
}
