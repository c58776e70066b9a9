import {
  Banner,
  Button,
  Icon,
  LanguageSwitch,
  Loading,
  Screen,
  ThemeSwitch,
} from '@naervaer/kit/components';
import type { Directory } from '@naervaer/machines/protocol';
import { For, Match, Show, Switch, createSignal } from 'solid-js';
import { isDirectoryMissing, refreshDirectory, useDirectory } from '../directory.ts';
import { loginAddress, rememberedOrganisation, rememberOrganisation } from '../organisation.ts';
import { words } from '../texts.ts';
import { TryPractice } from './practice.tsx';

type Organisation = Directory['organisations'][number];

function Organisations(props: { all: readonly Organisation[] }) {
  return (
    <ul class="organisations">
      <For each={props.all}>
        {(each) => (
          <li>
            <a
              class="organisation"
              href={loginAddress(each.id)}
              onClick={() => rememberOrganisation(each.id)}
            >
              <span class="organisation-name">{each.name}</span>
              <span class="organisation-kind">{words().signIn.kinds[each.kind]}</span>
              <Icon name="arrowRight" />
            </a>
          </li>
        )}
      </For>
    </ul>
  );
}

export function SignIn(props: { isOver: boolean; onPractise: () => void }) {
  const [isChoosing, setChoosing] = createSignal(false);
  const all = () =>
    useDirectory()?.organisations.filter(({ kind }) => kind !== 'clinics' && kind !== 'operator');
  const last = () => all()?.find((each) => each.id === rememberedOrganisation());

  return (
    <main class="alone">
      <div class="alone-tools">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <Switch fallback={<Loading />}>
        <Match when={isDirectoryMissing()}>
          <Screen title={words().offline.title} icon="offline">
            <p>{words().signIn.none}</p>
            <Button variant="primary" size="large" onClick={() => void refreshDirectory()}>
              {words().signIn.retry}
            </Button>
          </Screen>
        </Match>
        <Match when={all()}>
          {(organisations) => (
            <Screen title={isChoosing() || !last() ? words().signIn.title : words().title}>
              <Show when={props.isOver}>
                <Banner tone="info">{words().signIn.sessionOver}</Banner>
              </Show>
              <Show
                when={!isChoosing() && last()}
                fallback={
                  <>
                    <p>{words().signIn.lead}</p>
                    <Organisations all={organisations()} />
                  </>
                }
              >
                {(organisation) => (
                  <>
                    <p class="organisation-last">{organisation().name}</p>
                    <a
                      class="button button-primary button-large"
                      href={loginAddress(organisation().id)}
                      data-testid="sign-in"
                    >
                      {words().signIn.again}
                    </a>
                    <Button variant="quiet" onClick={() => setChoosing(true)}>
                      {words().signIn.other}
                    </Button>
                    <p class="screen-support">
                      <strong>{words().support}</strong> {organisation().support}
                    </p>
                  </>
                )}
              </Show>
              <TryPractice onOpen={() => props.onPractise()} />
            </Screen>
          )}
        </Match>
      </Switch>
    </main>
  );
}
