import { For, Match, Switch } from 'solid-js';
import type { OrganisationId } from '@naervaer/machines/protocol';
import { Banner, ErrorScreen, Icon, Loading, Screen } from '@naervaer/kit/components';
import type { DirectoryAccess } from '@naervaer/kit/directory';
import { edgeTexts, texts } from '@naervaer/kit/texts';

const words = texts({
  da: {
    title: 'Klinikkens virtuelle venteværelse',
    text: 'Log ind for at se, hvem der venter, og starte videokonsultationen.',
    over: 'Du er logget ud',
    overText:
      'Log ind igen for at fortsætte. Har du ikke længere adgang, siger siden det, når du logger ind.',
    signIn: 'Log ind',
    signInAt: (name: string) => `Log ind hos ${name}`,
    none: 'Der er ingen klinikker at logge ind hos endnu. Kontakt den, der driver systemet.',
    support: 'Brug for hjælp?',
  },
  en: {
    title: 'The clinic’s virtual waiting room',
    text: 'Sign in to see who is waiting and to start the video consultation.',
    over: 'You are signed out',
    overText:
      'Sign in again to go on. If you no longer have access, the page says so when you sign in.',
    signIn: 'Sign in',
    signInAt: (name: string) => `Sign in at ${name}`,
    none: 'There are no clinics to sign in at yet. Contact whoever runs the system.',
    support: 'Need help?',
  },
});

const addressOf = (id: OrganisationId): string =>
  `/auth/login?organisation=${encodeURIComponent(id)}&app=board`;

/** Signed out: one thing to do. `isOver` after a session that ended by itself. */
export function SignIn(props: { directory: DirectoryAccess; isOver?: boolean | undefined }) {
  const sources = () =>
    props.directory.directory()?.organisations.filter((each) => each.kind === 'clinics');
  return (
    <Switch fallback={<Loading />}>
      <Match when={props.directory.hasFailed()}>
        <ErrorScreen text={edgeTexts().internal} onAgain={() => props.directory.again()} />
      </Match>
      <Match when={sources()}>
        {(all) => (
          <Screen title={props.isOver === true ? words().over : words().title} icon="caregiver">
            <p>{props.isOver === true ? words().overText : words().text}</p>
            <For each={all()} fallback={<Banner tone="info">{words().none}</Banner>}>
              {(source) => (
                <>
                  <a
                    class="button button-primary button-large"
                    href={addressOf(source.id)}
                    data-testid="sign-in"
                  >
                    {all().length === 1 ? words().signIn : words().signInAt(source.name)}
                    <Icon name="arrowRight" />
                  </a>
                  <p class="screen-support">
                    <strong>{words().support}</strong> {source.support}
                  </p>
                </>
              )}
            </For>
          </Screen>
        )}
      </Match>
    </Switch>
  );
}
