import { createUniqueId, type JSX } from 'solid-js';
import { FieldFrame, describedBy, type FieldTexts } from './field-frame.tsx';

interface TextControl extends FieldTexts {
  value: string;
  onInput: (value: string) => void;
  onBlur?: (() => void) | undefined;
  name?: string | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
  maxLength?: number | undefined;
  autocomplete?: string | undefined;
}

export interface FieldProps extends TextControl {
  type?: 'text' | 'search' | 'tel' | 'password' | 'date' | undefined;
  inputMode?: JSX.InputHTMLAttributes<HTMLInputElement>['inputmode'];
  ref?: ((element: HTMLInputElement) => void) | undefined;
}

export function Field(props: FieldProps) {
  const id = createUniqueId();
  return (
    <FieldFrame id={id} label={props.label} hint={props.hint} error={props.error}>
      <input
        ref={(element) => props.ref?.(element)}
        id={id}
        class="field-control"
        type={props.type ?? 'text'}
        name={props.name}
        inputmode={props.inputMode}
        autocomplete={props.autocomplete ?? 'off'}
        maxLength={props.maxLength}
        required={props.required}
        disabled={props.disabled}
        aria-invalid={props.error === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, props)}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onBlur={() => props.onBlur?.()}
      />
    </FieldFrame>
  );
}

export interface TextAreaProps extends TextControl {
  rows?: number | undefined;
}

export function TextArea(props: TextAreaProps) {
  const id = createUniqueId();
  return (
    <FieldFrame id={id} label={props.label} hint={props.hint} error={props.error}>
      <textarea
        id={id}
        class="field-control"
        rows={props.rows ?? 3}
        name={props.name}
        autocomplete={props.autocomplete ?? 'off'}
        maxLength={props.maxLength}
        required={props.required}
        disabled={props.disabled}
        aria-invalid={props.error === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, props)}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onBlur={() => props.onBlur?.()}
      />
    </FieldFrame>
  );
}
