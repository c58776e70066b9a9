import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import type {
  ClinicId,
  ConsultationId,
  ConsultationView,
  PartyId,
} from '@naervaer/machines/protocol';
import type { Line, Session } from '@naervaer/kit/session/types';
import '@naervaer/kit/theme/base.css';
import './page.css';

/** The call's page with a session that is a stand-in; call, broker and media are the real ones. */
const { CallStage, createCall } = await import('@naervaer/kit/call');
const self = (new URL(location.href).searchParams.get('side') ?? 'waiter') as PartyId;
/** A guest (`guest-1`) has the waiter's screen. */
const side = self === 'clinician' ? 'clinician' : 'waiter';
const consultationId = '0192f0c0-0000-7000-8000-000000000001' as ConsultationId;
const [view, setView] = createSignal<ConsultationView>();
const [line, setLine] = createSignal<Line>({ kind: 'connecting' });
const commands: string[] = [];
Object.assign(globalThis, { commands });

let events: EventSource | undefined;
/** Made anew, as the real session makes its socket anew when it is told that there is network. */
function watch(): void {
  events?.close();
  events = new EventSource('/api/view');
  events.addEventListener('open', () => setLine({ kind: 'online' }));
  events.addEventListener('error', () => {
    setLine({ kind: 'offline', since: Date.now() });
    // As the real session does when it learns of a new epoch.
    setView(undefined);
  });
  events.addEventListener('message', (event) => setView(JSON.parse(event.data)));
}
watch();

const session = {
  line,
  clockOffset: () => 0,
  hurry: watch,
  send(command: { type: string }) {
    commands.push(command.type);
    return Promise.resolve('');
  },
  async joinMedia(_clinic: ClinicId, _consultation: ConsultationId, fingerprint: string) {
    const query = new URLSearchParams({ side: self, fingerprint });
    const response = await fetch(`/api/media?${query}`, { method: 'POST' });
    return response.json();
  },
} as unknown as Session;

const root = document.querySelector('#app');
if (root) {
  render(() => {
    const call = createCall({
      session,
      clinicId: 'klinik' as ClinicId,
      consultationId,
      view,
      side,
      self,
    });
    Object.assign(globalThis, { call, view });
    return (
      <div class="page">
        <CallStage call={call} onHangUp={() => void fetch('/api/end', { method: 'POST' })} />
      </div>
    );
  }, root);
}
