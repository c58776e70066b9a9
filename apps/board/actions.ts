import { createSignal } from 'solid-js';
import type { CommandInput, Outcome } from '@naervaer/machines/protocol';
import { notify } from '@naervaer/kit/components';
import type { Session } from '@naervaer/kit/session';
import { edgeTexts, explainRefusal } from '@naervaer/kit/texts';

export interface Actions {
  /**
   * Says what the person wants and tells them what became of it. While the answer is out, the same
   * thing on the same consultation is not said again.
   * @returns whether it was accepted
   */
  ask(command: CommandInput, done?: string): Promise<boolean>;
  isPending(type: CommandInput['type'], consultationId?: string): boolean;
}

const keyOf = (type: string, consultationId: string | null | undefined): string =>
  `${type}/${consultationId ?? ''}`;

export function createActions(session: Session): Actions {
  const [pending, setPending] = createSignal<ReadonlySet<string>>(new Set());
  const mark = (key: string, isPending: boolean): void => {
    setPending((all) => {
      const next = new Set(all);
      if (isPending) next.add(key);
      else next.delete(key);
      return next;
    });
  };

  function tell(outcome: Outcome, done: string | undefined): boolean {
    if (outcome.status === 'refused') {
      notify('warning', explainRefusal(outcome));
      return false;
    }
    if (done !== undefined) notify('success', done);
    return true;
  }

  return {
    async ask(command, done) {
      const key = keyOf(
        command.type,
        'consultationId' in command ? command.consultationId : undefined,
      );
      if (pending().has(key)) return false;
      mark(key, true);
      try {
        return tell(await session.ask(command), done);
      } catch {
        notify('danger', edgeTexts().internal);
        return false;
      } finally {
        mark(key, false);
      }
    },
    isPending: (type, consultationId) => pending().has(keyOf(type, consultationId)),
  };
}
