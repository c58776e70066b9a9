import { openSession } from '@naervaer/kit/session';
import { render } from 'solid-js/web';
import { App } from './app.tsx';
import { registerShell } from './worker/register.ts';

const root = document.getElementById('app');
if (root) {
  await registerShell();
  render(() => <App open={() => openSession({ app: 'tablet' })} />, root);
}
