import { texts } from '../texts/index.ts';
import './loading.css';

const words = texts({ da: 'Henter …', en: 'Loading …' });

/** Stays invisible for its first moment, so that a quick load does not flicker. */
export function Loading(props: { text?: string | undefined }) {
  return (
    <div class="loading" role="status">
      <span class="loading-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>{props.text ?? words()}</span>
    </div>
  );
}
