import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { guard } from './navigation.ts';

/** What a field of the kit takes from a form. */
export interface FieldOf<T extends string = string> {
  readonly value: T;
  readonly error: string | undefined;
  onInput(value: T): void;
  onChange(value: T): void;
}

export interface Form<V extends Record<string, string>> {
  readonly values: Accessor<V>;
  set(change: Partial<V>): void;
  /** Spread into a `Field`, `Select` or `RadioGroup`. An error is told after the first try. */
  field<K extends keyof V & string>(name: K): FieldOf<V[K]>;
  /** What must not stay on the screen once it was sent. Called by `send` when it went well. */
  forget(name: keyof V & string): void;
  readonly isDirty: Accessor<boolean>;
  readonly isPending: Accessor<boolean>;
  /** Why the last try was refused; undefined while nothing was. */
  readonly failure: Accessor<unknown>;
  /**
   * Sends what was typed, once however often it is clicked. After a refusal everything stands as it
   * was typed.
   * @returns whether it was accepted
   */
  submit(send: (values: V) => Promise<void>): Promise<boolean>;
}

/**
 * A form whose words are not lost by a mis-click: leaving the screen asks first.
 * @param check what is wrong with each field, in words; nothing for what is right
 */
export function createForm<V extends Record<string, string>>(
  initial: V,
  check: (values: V) => Partial<Record<keyof V, string | undefined>>,
): Form<V> {
  const [values, setValues] = createSignal<V>(initial);
  const [saved, setSaved] = createSignal<V>(initial);
  const [isTried, setTried] = createSignal(false);
  const [isPending, setPending] = createSignal(false);
  const [failure, setFailure] = createSignal<unknown>();

  const forgotten = new Set<string>();

  const errors = () => check(values());
  const isDirty = () => Object.entries(values()).some(([name, value]) => saved()[name] !== value);
  const set = (change: Partial<V>): void => {
    setValues((all) => ({ ...all, ...change }));
  };
  onCleanup(guard(isDirty));

  return {
    values,
    set,
    field(name) {
      const put = (value: V[typeof name]): void => set({ [name]: value } as unknown as Partial<V>);
      return {
        get value() {
          return values()[name];
        },
        get error() {
          return isTried() ? errors()[name] : undefined;
        },
        onInput: put,
        onChange: put,
      };
    },
    forget: (name) => forgotten.add(name),
    isDirty,
    isPending,
    failure,
    async submit(send) {
      if (isPending()) return false;
      setTried(true);
      setFailure();
      if (Object.values(errors()).some((error) => error !== undefined)) return false;
      const sent = values();
      setPending(true);
      try {
        await send(sent);
        const empty = Object.fromEntries([...forgotten].map((name) => [name, '']));
        // What was typed while it was on its way stays, and is not saved.
        setValues((now) => (now === sent ? { ...now, ...empty } : now));
        setSaved(() => ({ ...sent, ...empty }));
        setTried(false);
        return true;
      } catch (error) {
        setFailure(error);
        return false;
      } finally {
        setPending(false);
      }
    },
  };
}

/** For fields that must not be empty. */
export const unlessFilled = (value: string, error: string): string | undefined =>
  value.trim() === '' ? error : undefined;
