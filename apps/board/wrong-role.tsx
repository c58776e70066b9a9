import { Button, Screen, TopBar, notify } from '@naervaer/kit/components';
import type { Session } from '@naervaer/kit/session';
import { edgeTexts, texts } from '@naervaer/kit/texts';

const words = texts({
  da: {
    product: 'Venteværelse',
    title: 'Du er ikke tilknyttet en klinik',
    text: 'Venteværelset er for klinikkens personale. Er du hos borgeren, så brug tabletten.',
    tablet: 'Til tabletten',
    signOut: 'Log ud',
  },
  en: {
    product: 'Waiting room',
    title: 'You do not belong to a clinic',
    text: 'The waiting room is for clinic staff. If you are with the citizen, use the tablet page.',
    tablet: 'Go to the tablet page',
    signOut: 'Sign out',
  },
});

/** Signed in as somebody who works in no clinic: says where to go instead. */
export function WrongRole(props: { session: Session; support: string | undefined }) {
  const signOut = () => {
    props.session.signOut().catch(() => notify('warning', edgeTexts().internal));
  };
  return (
    <>
      <TopBar title={words().product} detail={props.session.info.name} />
      <main class="page">
        <Screen title={words().title} icon="info">
          <p>{words().text}</p>
          <a class="button button-primary button-large" href="/tablet/">
            {words().tablet}
          </a>
          <Button onClick={signOut}>{words().signOut}</Button>
          <p class="screen-support">{props.support}</p>
        </Screen>
      </main>
    </>
  );
}
