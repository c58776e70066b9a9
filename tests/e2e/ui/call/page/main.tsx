import { render } from 'solid-js/web';
import { setLanguage } from '@naervaer/kit/texts';
import '@naervaer/kit/theme/base.css';
import { createFakeRoom } from './fake-room.ts';
import './page.css';

/** The call's stage alone, over a room that the test moves: `fake.set(…)`. */
const { CallStage } = await import('@naervaer/kit/call');
const query = new URL(location.href).searchParams;
const side = query.get('side') === 'clinician' ? 'clinician' : 'waiter';

const root = document.querySelector('#app');
if (root) {
  render(() => {
    const room = createFakeRoom(side);
    Object.assign(globalThis, { fake: { ...room, language: setLanguage } });
    return (
      <main class="page">
        <h1 class="visually-hidden">Videokonsultation</h1>
        <CallStage
          call={room.call}
          onHangUp={() => room.asked.push('hangUp')}
          isBare={query.has('bare')}
          {...(side === 'clinician' ? { hangUpText: 'Afslut' } : {})}
        >
          <p>Anne Klitgård</p>
        </CallStage>
      </main>
    );
  }, root);
}
