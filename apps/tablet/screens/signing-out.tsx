import { Loading } from '@naervaer/kit/components';
import { words } from '../texts.ts';

/** Until the page goes away. */
export function SigningOut() {
  return (
    <main class="alone">
      <h1 class="visually-hidden">{words().title}</h1>
      <Loading text={words().signingOut} />
    </main>
  );
}
