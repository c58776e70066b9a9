import { Button, Dialog } from '@naervaer/kit/components';
import { Show } from 'solid-js';
import { useDesk } from '../desk.ts';
import { lockWords } from '../lock-texts.ts';
import { whenUnanswered } from '../unanswered.ts';

/** T9: on every screen of the tablet, for whoever finds a colleague's session on it. */
export function NotYou(props: { text?: string | undefined }) {
  const { colleague, lock } = useDesk();
  const ask = (): void => {
    // One question at a time; what is locked stays so.
    if (lock.isLocked()) lock.tell('BACK');
    colleague.ask();
  };
  return (
    <button type="button" class="not-you" data-not-you onClick={ask}>
      {props.text ?? lockWords().notYou}
    </button>
  );
}

/** Who is signed in, and the way out for whoever is not. */
export function WhoIsIn(props: { text?: string }) {
  const { colleague } = useDesk();
  return (
    <p class="who-is-in">
      <span>{lockWords().signedIn(colleague.name)}</span> <NotYou text={props.text} />
    </p>
  );
}

/** What becomes of the colleague's work, before it does. */
export function CloseColleague() {
  const { colleague, course, lock, session, isOnline } = useDesk();
  const words = () => lockWords().close;
  const isInQueue = () => ['waiting', 'leaving'].includes(course.step());
  whenUnanswered(
    () => colleague.isAsking() && lock.isLocked(),
    () => colleague.cancel(),
  );
  return (
    <Dialog
      isOpen={colleague.isAsking()}
      onClose={() => colleague.cancel()}
      title={words().title(colleague.name)}
      description={[words().what(colleague.name), ...(isOnline() ? [words().after] : [])].join(' ')}
      actions={
        <>
          <Button variant="primary" onClick={() => colleague.close()}>
            {words().yes(colleague.name)}
          </Button>
          <Button onClick={() => colleague.cancel()}>{words().no}</Button>
        </>
      }
    >
      <Show when={session.pending() > 0}>
        <p>{words().unsent}</p>
      </Show>
      <Show when={isInQueue()}>
        <p>{words().queue(colleague.name)}</p>
      </Show>
      <Show when={course.step() === 'call'}>
        <p>{words().call(colleague.name)}</p>
      </Show>
      <Show when={!isOnline()}>
        <p>{words().offline(colleague.name)}</p>
      </Show>
    </Dialog>
  );
}
