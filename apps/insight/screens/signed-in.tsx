import { Show, createMemo, createSignal, onMount } from 'solid-js';
import type { SessionId, SessionsPage } from '@naervaer/machines/protocol';
import { Banner, Button, Field, Loading } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { explain } from '../explain.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Page, Panel, focusTitle } from '../parts/page.tsx';
import { peopleOf, type SignedInPerson } from '../signed-in.ts';
import { SignedInTable } from './signed-in-table.tsx';

const words = texts({
  da: {
    title: 'Hvem er logget ind',
    lead: 'Er en tablet væk, eller har en kollega glemt at logge ud? Log personen ud her.',
    search: 'Søg efter navn',
    again: 'Hent igen',
    loading: 'Henter …',
    people: (count: number) => (count === 1 ? '1 person' : `${count} personer`),
    nobody: 'Ingen er logget ind lige nu.',
    notFound: 'Ingen af dem, der vises, hedder sådan.',
    isMore: 'Der er flere, end siden viser. Søgningen finder kun dem, der vises.',
    more: 'Vis flere',
    askTitle: (name: string) => `Log ${name} ud?`,
    ask: (name: string) =>
      `${name} logges ud med det samme på alle tabletter og skærme, også midt i en samtale. Det, der står på dem om borgere, forsvinder. En tablet uden net logges ud, så snart den har net igen.`,
    askAfter:
      ' Personen kan logge ind igen. Er koden kommet i andres hænder, så få også kontoen lukket hos jer selv.',
    askSelf:
      'Du logges ud med det samme på alle skærme, også denne her. Du kan logge ind igen bagefter.',
    yes: 'Log ud alle steder',
    done: (name: string) => `${name} er logget ud alle steder.`,
  },
  en: {
    title: 'Who is signed in',
    lead: 'Is a tablet gone, or did a colleague forget to sign out? Sign the person out here.',
    search: 'Search for a name',
    again: 'Fetch again',
    loading: 'Fetching …',
    people: (count: number) => (count === 1 ? '1 person' : `${count} people`),
    nobody: 'Nobody is signed in right now.',
    notFound: 'Nobody of those shown has that name.',
    isMore: 'There are more than the page shows. The search finds only those shown.',
    more: 'Show more',
    askTitle: (name: string) => `Sign ${name} out?`,
    ask: (name: string) =>
      `${name} is signed out at once on every tablet and screen, even in the middle of a call. What they show about citizens is gone. A tablet without network is signed out as soon as it has network again.`,
    askAfter:
      ' The person can sign in again. If the password is in other hands, have the account closed at your own place too.',
    askSelf:
      'You are signed out at once on every screen, this one too. You can sign in again afterwards.',
    yes: 'Sign out everywhere',
    done: (name: string) => `${name} is signed out everywhere.`,
  },
});

/** Who is signed in among those whom this administrator looks after, and putting one out (P1). */
export function SignedIn() {
  const { administration, info } = useOffice();
  const [found, setFound] = createSignal<SessionsPage>();
  const [failure, setFailure] = createSignal<unknown>();
  const [isPending, setPending] = createSignal(false);
  const [search, setSearch] = createSignal('');
  const [leaving, setLeaving] = createSignal<SignedInPerson>();

  async function load(before: SessionId | null): Promise<void> {
    if (isPending()) return;
    setPending(true);
    setFailure();
    try {
      const page = await administration.sessions(before);
      const earlier = before === null ? [] : (found()?.rows ?? []);
      setFound({ rows: [...earlier, ...page.rows], before: page.before });
    } catch (error) {
      setFailure(error);
    } finally {
      setPending(false);
    }
  }
  onMount(() => void load(null));

  const people = createMemo(() => peopleOf(found()?.rows ?? [], search()));
  const isOwn = ({ personId }: SignedInPerson): boolean => personId === info.personId;

  return (
    <Page
      title={words().title}
      lead={words().lead}
      action={
        <Button isPending={isPending()} onClick={() => void load(null)}>
          {words().again}
        </Button>
      }
    >
      <div role="alert">
        <Show when={failure()}>{(error) => <Banner tone="danger">{explain(error())}</Banner>}</Show>
      </div>
      <Show
        when={found()}
        fallback={
          <Show when={failure() === undefined}>
            <Loading text={words().loading} />
          </Show>
        }
      >
        {(page) => (
          <Panel title={words().people(people().length)}>
            <div class="signed-in-search">
              <Field
                type="search"
                label={words().search}
                maxLength={120}
                value={search()}
                onInput={setSearch}
              />
            </div>
            <Show
              when={people().length > 0}
              fallback={
                <p class="rows-none" role="status">
                  {page().rows.length === 0 ? words().nobody : words().notFound}
                </p>
              }
            >
              <SignedInTable
                people={people()}
                label={words().title}
                isOwn={isOwn}
                onLogOut={setLeaving}
              />
            </Show>
            <Show when={page().before}>
              {(before) => (
                <div class="signed-in-more">
                  <p>{words().isMore}</p>
                  <Button isPending={isPending()} onClick={() => void load(before())}>
                    {words().more}
                  </Button>
                </div>
              )}
            </Show>
          </Panel>
        )}
      </Show>
      <Show when={leaving()}>
        {(person) => (
          <Confirm
            title={words().askTitle(person().name)}
            yes={words().yes}
            done={words().done(person().name)}
            act={async (stored) => {
              const { organisationId, personId } = person();
              await administration.change(
                { type: 'endSessions', organisationId, personId },
                stored,
              );
              await load(null);
            }}
            onDone={focusTitle}
            onClose={() => setLeaving()}
          >
            {isOwn(person()) ? words().askSelf : words().ask(person().name) + words().askAfter}
          </Confirm>
        )}
      </Show>
    </Page>
  );
}
