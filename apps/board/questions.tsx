import { Match, Switch } from 'solid-js';
import { RejectDialog } from './reject-dialog.tsx';
import type { Question } from './room.ts';
import { StartDialog } from './start-dialog.tsx';
import { TellDialog } from './tell-dialog.tsx';

/** The one dialog that is open, if any. A new question is a new form. */
export function Questions(props: { question: Question | null; onClose: () => void }) {
  const of = <K extends Question['kind']>(kind: K) =>
    props.question?.kind === kind ? (props.question as Extract<Question, { kind: K }>) : undefined;
  return (
    <Switch>
      <Match when={of('start')} keyed>
        {(question) => <StartDialog row={question.row} onClose={props.onClose} />}
      </Match>
      <Match when={of('reject')} keyed>
        {(question) => <RejectDialog row={question.row} onClose={props.onClose} />}
      </Match>
      <Match when={of('tell')} keyed>
        {(question) => <TellDialog row={question.row} onClose={props.onClose} />}
      </Match>
    </Switch>
  );
}
