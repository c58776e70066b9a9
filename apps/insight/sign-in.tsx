import { For, Match, Show, Switch, createEffect, createSignal } from 'solid-js';
import type { Directory } from '@naervaer/machines/protocol';
import { Banner, ErrorScreen, Field, Icon, Loading, Screen } from '@naervaer/kit/components';
import type { DirectoryAccess } from '@naervaer/kit/directory';
import { edgeTexts, texts } from '@naervaer/kit/texts';
import { addressOf, route } from './navigation.ts';
import { organisationKindTexts } from './words.ts';

const words = texts({
  da: {
    product: 'Indblik',
    title: 'Log ind som administrator',
    lead: 'Vælg din organisation. Du logger ind med din arbejdskonto.',
    over: 'Du er logget ud. Log ind igen for at fortsætte.',
    search: 'Søg efter din organisation',
    none: 'Ingen organisation passer til det, du skrev.',
    nobody: 'Der er ingen organisationer at logge ind hos endnu. Kontakt den, der driver systemet.',
  },
  en: {
    product: 'Insight',
    title: 'Sign in as an administrator',
    lead: 'Choose your organisation. You sign in with your work account.',
    over: 'You are signed out. Sign in again to continue.',
    search: 'Search for your organisation',
    none: 'No organisation matches what you typed.',
    nobody: 'There are no organisations to sign in at yet. Contact whoever runs the system.',
  },
});

type Organisation = Directory['organisations'][number];

/** From here on one searches rather than looks. */
const MANY = 8;

/** The sign-in leads back to the address that one came with, or was signed out at. */
const doorOf = ({ id }: Organisation): string =>
  `/auth/login?${new URLSearchParams({ organisation: id, app: 'insight', to: addressOf(route()) })}`;

/** Signed out: choose where one works (T1). `isOver` after a session that ended by itself. */
export function SignIn(props: { directory: DirectoryAccess; isOver: boolean }) {
  const [typed, setTyped] = createSignal('');
  // What was on the screen before stands in the browser's tab no longer.
  createEffect(() => {
    document.title = `${words().product} – Nærvær`;
  });
  const all = () => props.directory.directory()?.organisations;
  const found = (organisations: readonly Organisation[]) =>
    organisations.filter(({ name }) => name.toLowerCase().includes(typed().trim().toLowerCase()));
  return (
    <Switch fallback={<Loading />}>
      <Match when={props.directory.hasFailed()}>
        <ErrorScreen text={edgeTexts().internal} onAgain={() => props.directory.again()} />
      </Match>
      <Match when={all()}>
        {(organisations) => (
          <Screen title={words().title}>
            <Show when={props.isOver}>
              <Banner tone="info" isLive>
                {words().over}
              </Banner>
            </Show>
            <Show
              when={organisations().length > 0}
              fallback={<Banner tone="info">{words().nobody}</Banner>}
            >
              <p>{words().lead}</p>
              <Show when={organisations().length > MANY}>
                <Field type="search" label={words().search} value={typed()} onInput={setTyped} />
              </Show>
              <ul class="rows">
                <For
                  each={found(organisations())}
                  fallback={
                    <li class="rows-none" role="status">
                      {words().none}
                    </li>
                  }
                >
                  {(each) => (
                    <li>
                      <a class="row-link" href={doorOf(each)} data-testid="sign-in">
                        <span class="row-text">
                          <strong>{each.name}</strong>
                          <span>{organisationKindTexts()[each.kind]}</span>
                        </span>
                        <Icon name="arrowRight" />
                      </a>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </Screen>
        )}
      </Match>
    </Switch>
  );
}
