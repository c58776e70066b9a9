import { Show, createSignal, type JSX } from 'solid-js';
import { Banner, Button, Dialog, notify } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { explain } from '../explain.ts';

const words = texts({ da: { cancel: 'Fortryd' }, en: { cancel: 'Cancel' } });

/** A question before something is taken away: says what happens at once, and what went wrong. */
export function Confirm(props: {
  title: string;
  /** What happens when the answer is yes. */
  children: JSX.Element;
  yes: string;
  done: string;
  /** Calls `stored` when it is done, before what was taken away is gone from the screen. */
  act: (stored: () => void) => Promise<void>;
  onClose: () => void;
  /** After it was done; the dialog is closed by then. */
  onDone?: (() => void) | undefined;
}) {
  const [isPending, setPending] = createSignal(false);
  const [failure, setFailure] = createSignal<unknown>();
  const act = async () => {
    if (isPending()) return;
    setPending(true);
    setFailure();
    try {
      const { onDone, onClose, done, act } = props;
      await act(() => {
        onClose();
        onDone?.();
        notify('success', done);
      });
    } catch (error) {
      setFailure(error);
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={props.title}
      description={props.children}
      actions={
        <>
          <Button variant="danger" isPending={isPending()} onClick={act}>
            {props.yes}
          </Button>
          <Button onClick={props.onClose}>{words().cancel}</Button>
        </>
      }
    >
      <div role="alert">
        <Show when={failure()}>{(error) => <Banner tone="danger">{explain(error())}</Banner>}</Show>
      </div>
    </Dialog>
  );
}
