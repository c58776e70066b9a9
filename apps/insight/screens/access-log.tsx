import { Show, createSignal, onCleanup } from 'solid-js';
import {
  parseCitizenNumber,
  type AccessPage,
  type AccessSearch,
  type ClinicId,
} from '@naervaer/machines/protocol';
import { Banner, Button, Field, Select } from '@naervaer/kit/components';
import { refusalTexts, texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { explain } from '../explain.ts';
import { dayOf, startOf } from '../instants.ts';
import { Page, Panel } from '../parts/page.tsx';
import { byName } from '../types.ts';
import { AccessTable } from './access-table.tsx';
import { downloadCopy } from '../download.ts';

const words = texts({
  da: {
    title: 'Adgangslog',
    lead: 'Hvem har set eller gjort hvad, hvornår og hvorfor. At du søger her, skrives også i loggen.',
    search: 'Søg',
    citizen: 'Borgerens CPR-nummer (valgfrit)',
    citizenHint: 'Uden nummer vises alles linjer. Nummeret gemmes ikke.',
    clinic: 'Klinik',
    allClinics: 'Alle klinikker',
    from: 'Fra og med',
    to: 'Til og med',
    dayError: 'Vælg en dag.',
    orderError: 'Den sidste dag ligger før den første.',
    act: 'Søg i loggen',
    results: 'Det fandt vi',
    lines: (count: number, isMore: boolean) =>
      `Der vises ${count} ${count === 1 ? 'linje' : 'linjer'}${isMore ? '; der er ældre' : ''}.`,
    none: 'Ingen linjer i perioden passer til det, du søgte efter.',
    more: 'Vis ældre',
    copyTitle: 'Kopi til borgeren',
    copyLead:
      'En fil med opslag, datoer og formål, uden personalets navne. Giv den kun til borgeren selv eller den, der må handle for borgeren.',
    copy: 'Kopi til borgeren',
    copied:
      'Filen er hentet. Den ligger i mappen med hentede filer: slet den, når borgeren har fået den.',
    copyNeeds: 'Skriv borgerens CPR-nummer ovenfor først.',
  },
  en: {
    title: 'Access log',
    lead: 'Who has seen or done what, when and why. That you search here is written in the log too.',
    search: 'Search',
    citizen: 'The citizen’s CPR number (optional)',
    citizenHint: 'Without a number everybody’s lines are shown. The number is not kept.',
    clinic: 'Clinic',
    allClinics: 'All clinics',
    from: 'From',
    to: 'Until',
    dayError: 'Choose a day.',
    orderError: 'The last day lies before the first one.',
    act: 'Search the log',
    results: 'What we found',
    lines: (count: number, isMore: boolean) =>
      `${count} ${count === 1 ? 'line is' : 'lines are'} shown${isMore ? '; there are older ones' : ''}.`,
    none: 'No line in that time matches what you searched for.',
    more: 'Show older',
    copyTitle: 'Copy for the citizen',
    copyLead:
      'A file with look-ups, dates and purposes, without the staff’s names. Give it only to the citizen or to whoever may act for the citizen.',
    copy: 'Copy for the citizen',
    copied:
      'The file is fetched. It lies in your folder of downloads: delete it when the citizen has it.',
    copyNeeds: 'Write the citizen’s CPR number above first.',
  },
});

const DAY_MS = 86_400_000;
const ALL = 'all';

/** Search of the access log (I5). The number lives in this screen's field and nowhere else. */
export function AccessLog() {
  const { administration, state, isDemo } = useOffice();
  const today = Date.now();
  const [citizen, setCitizen] = createSignal('');
  const [clinic, setClinic] = createSignal<string>(ALL);
  const [from, setFrom] = createSignal(dayOf(today - 29 * DAY_MS));
  const [to, setTo] = createSignal(dayOf(today));
  const [isTried, setTried] = createSignal(false);
  const [found, setFound] = createSignal<AccessPage>();
  const [failure, setFailure] = createSignal<unknown>();
  const [pending, setPending] = createSignal<'search' | 'more' | 'copy'>();
  const [isCopied, setCopied] = createSignal(false);
  let form: HTMLFormElement | undefined;
  let results: HTMLDivElement | undefined;
  /** As it was asked: the next page is of the same search, whatever stands in the fields by now. */
  let asked: AccessSearch | undefined;

  const forget = (): void => {
    setCitizen('');
    asked = undefined;
  };
  onCleanup(forget);
  // A page that the browser keeps for "back" keeps its fields too.
  addEventListener('pagehide', forget);
  onCleanup(() => removeEventListener('pagehide', forget));

  const numberError = (): string | undefined => {
    if (citizen().trim() === '') return undefined;
    const number = parseCitizenNumber(citizen());
    if (number === undefined) return refusalTexts().invalidCpr;
    if (number.kind === 'cpr' && isDemo()) return refusalTexts().realCprInDemo;
    return undefined;
  };
  /** For who does not see that something came below. */
  const told = (): string => {
    const page = found();
    if (page === undefined || pending() !== undefined) return '';
    return words().lines(page.rows.length, page.before !== null);
  };
  const start = () => startOf(from());
  const end = () => startOf(to(), 1);
  const fromError = () => (start() === undefined ? words().dayError : undefined);
  const toError = (): string | undefined => {
    const [first, last] = [start(), end()];
    if (last === undefined) return words().dayError;
    return first !== undefined && last <= first ? words().orderError : undefined;
  };

  async function run(what: 'search' | 'more' | 'copy', act: () => Promise<void>): Promise<void> {
    if (pending() !== undefined) return;
    setPending(what);
    setFailure();
    setCopied(false);
    try {
      await act();
    } catch (error) {
      setFailure(error);
    } finally {
      setPending();
    }
  }

  const search = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    const [first, last] = [start(), end()];
    if (numberError() ?? fromError() ?? toError()) {
      form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    if (first === undefined || last === undefined) return;
    const typed = citizen().trim();
    const search: AccessSearch = {
      citizen: typed === '' ? null : typed,
      clinicId: clinic() === ALL ? null : (clinic() as ClinicId),
      from: first,
      to: last,
      before: null,
    };
    void run('search', async () => {
      setFound(await administration.accessLog(search));
      asked = search;
      // On a phone it stands below what one sees.
      results?.scrollIntoView({ block: 'nearest' });
    });
  };
  const older = (before: number) => {
    const search = asked;
    if (search === undefined) return;
    void run('more', async () => {
      const next = await administration.accessLog({ ...search, before });
      setFound((page) => ({ rows: [...(page?.rows ?? []), ...next.rows], before: next.before }));
    });
  };
  const copy = () => {
    setTried(true);
    if (citizen().trim() === '' || numberError() !== undefined) return;
    void run('copy', async () => {
      downloadCopy(await administration.accessCopy({ citizen: citizen().trim() }));
      setCopied(true);
    });
  };

  return (
    <Page title={words().title} lead={words().lead}>
      <form
        class="panel log-search"
        novalidate
        aria-label={words().search}
        ref={(element) => (form = element)}
        onSubmit={search}
      >
        <Field
          label={words().citizen}
          hint={words().citizenHint}
          maxLength={12}
          value={citizen()}
          onInput={setCitizen}
          error={isTried() ? numberError() : undefined}
        />
        <Show when={state().clinics.length > 1}>
          <Select
            label={words().clinic}
            value={clinic()}
            options={[
              { value: ALL, label: words().allClinics },
              ...byName(state().clinics).map(({ clinicId, name }) => ({
                value: clinicId as string,
                label: name,
              })),
            ]}
            onChange={setClinic}
          />
        </Show>
        <Field
          type="date"
          label={words().from}
          value={from()}
          onInput={setFrom}
          error={isTried() ? fromError() : undefined}
        />
        <Field
          type="date"
          label={words().to}
          value={to()}
          onInput={setTo}
          error={isTried() ? toError() : undefined}
        />
        <div class="log-act">
          <Button type="submit" variant="primary" isPending={pending() === 'search'}>
            {words().act}
          </Button>
        </div>
      </form>
      <div role="alert">
        <Show when={failure()}>{(error) => <Banner tone="danger">{explain(error())}</Banner>}</Show>
      </div>
      <Show when={found()}>
        {(page) => (
          <div ref={(element) => (results = element)}>
            <Panel title={words().results}>
              <Show
                when={page().rows.length > 0}
                fallback={<p class="rows-none">{words().none}</p>}
              >
                <AccessTable rows={page().rows} label={words().results} />
              </Show>
              <Show when={page().before}>
                {(before) => (
                  <div>
                    <Button isPending={pending() === 'more'} onClick={() => older(before())}>
                      {words().more}
                    </Button>
                  </div>
                )}
              </Show>
            </Panel>
          </div>
        )}
      </Show>
      <p class="visually-hidden" role="status">
        {told()}
      </p>
      <Panel title={words().copyTitle} lead={words().copyLead}>
        <div class="trial-act">
          <Button
            isPending={pending() === 'copy'}
            disabled={citizen().trim() === ''}
            describedBy="copy-needs"
            onClick={copy}
          >
            {words().copy}
          </Button>
          <span id="copy-needs" class="field-hint" role="status">
            {citizen().trim() === '' ? words().copyNeeds : isCopied() ? words().copied : ''}
          </span>
        </div>
      </Panel>
    </Page>
  );
}
