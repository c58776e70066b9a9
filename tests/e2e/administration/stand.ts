import type { AccessPage, AdminChange, AdminState, ClinicId } from '@naervaer/machines/protocol';
import { demoPerson, signIn } from '../../support/sign-in.ts';
import type { SignedInPerson } from '../../support/sign-in.ts';

/** A person of the demo who asks the administrators' routes. */
export interface Asking {
  readonly person: SignedInPerson;
  state(): Promise<AdminState>;
  /** @returns `ok`, or the code of the refusal */
  change(change: AdminChange): Promise<string>;
  /** Anything, said as the page says it. */
  ask(path: string, body?: unknown): Promise<{ readonly status: number; readonly code: string }>;
  /** Lines of the access log, the newest first. */
  lines(): Promise<AccessPage['rows']>;
  /** Lines of the access log that tell of changes, the newest first. */
  changes(): Promise<AccessPage['rows']>;
}

async function answerOf(response: Response): Promise<{ status: number; code: string }> {
  const text = await response.text();
  const { status } = response;
  if (response.ok) return { status, code: 'ok' };
  return { status, code: (JSON.parse(text) as { code: string }).code };
}

export async function asking(origin: string, name: string): Promise<Asking> {
  const person = await signIn(origin, demoPerson(name));
  const { role } = person.info;
  const app = role === 'administrator' ? 'insight' : role === 'clinician' ? 'board' : 'tablet';
  const get = (path: string): Promise<Response> =>
    fetch(`${origin}/api/admin/${path}?app=${app}`, { headers: { cookie: person.jar.header() } });
  const post = (path: string, body: unknown): Promise<Response> =>
    person.post(`/api/admin/${path}?app=${app}`, body);

  async function rows(before: number | null): Promise<AccessPage['rows']> {
    const to = Date.now() + 60_000;
    const response = await post('access-log', {
      citizen: null,
      clinicId: null,
      from: 0,
      to,
      before,
    });
    const page = (await response.json()) as AccessPage;
    return page.before === null ? page.rows : [...page.rows, ...(await rows(page.before))];
  }

  return {
    person,
    state: async () => (await get('state')).json() as Promise<AdminState>,
    change: async (change) => (await answerOf(await post('change', change))).code,
    ask: async (path, body) => answerOf(await (body === undefined ? get(path) : post(path, body))),
    lines: () => rows(null),
    changes: async () => (await rows(null)).filter(({ action }) => action === 'change'),
  };
}

/** An employee as the operator sees them. */
export async function employee(operator: Asking, clinicId: ClinicId, name: string) {
  const clinic = (await operator.state()).clinics.find((one) => one.clinicId === clinicId);
  const found = clinic?.employees.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} works not there`);
  return found;
}
