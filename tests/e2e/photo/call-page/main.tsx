import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import type { ClinicId, ConsultationId, ConsultationView } from '@naervaer/machines/protocol';
import type { Line, Session } from '../../../../apps/kit/session/types.ts';
import '@naervaer/kit/theme/base.css';
import './page.css';

/** A call with photos: the session is a stand-in; call, broker, photos and the server's memory are real. */
const { CallStage, createCall } = await import('@naervaer/kit/call');
const { createPhotos } = await import('@naervaer/kit/photo');
const side =
  new URL(location.href).searchParams.get('side') === 'clinician' ? 'clinician' : 'waiter';
const consultationId = '0192f0c0-0000-7000-8000-000000000001' as ConsultationId;
const clinicId = 'klinik' as ClinicId;
const [view, setView] = createSignal<ConsultationView>();
const [line, setLine] = createSignal<Line>({ kind: 'connecting' });

let events: EventSource | undefined;
/** Made anew, as the real session makes its socket anew when it is told that there is network. */
function watch(): void {
  events?.close();
  events = new EventSource('/api/view');
  events.addEventListener('open', () => setLine({ kind: 'online' }));
  events.addEventListener('error', () => setLine({ kind: 'offline', since: Date.now() }));
  events.addEventListener('message', (event) => setView(JSON.parse(event.data)));
}
watch();

const session = {
  line,
  clockOffset: () => 0,
  hurry: watch,
  send: () => Promise.resolve(''),
  async joinMedia(_clinic: ClinicId, _consultation: ConsultationId, fingerprint: string) {
    const query = new URLSearchParams({ side, fingerprint });
    const response = await fetch(`/api/media?${query}`, { method: 'POST' });
    return response.json();
  },
} as unknown as Session;

const root = document.querySelector('#app');
if (root) {
  render(() => {
    const call = createCall({ session, clinicId, consultationId, view, side });
    const photos = createPhotos({ call, consultationId, app: 'board' });
    Object.assign(globalThis, { call, photos });
    return (
      <main class="page">
        <CallStage
          call={call}
          photos={photos}
          onHangUp={() => void fetch('/api/end', { method: 'POST' })}
        />
      </main>
    );
  }, root);
}
