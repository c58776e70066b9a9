import { ComingPage } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';

const words = texts({
  da: {
    product: 'Besøg',
    detail: 'Nærvær til borgere og gæster',
    title: 'Videobesøg hos lægen',
    about:
      'Her kommer borgere, pårørende, tolke og speciallæger ind i klinikkens venteværelse. Siden er ikke åben endnu.',
    coming: [
      'Borgeren logger selv ind, skriver årsagen og venter på lægen',
      'Gæsten trykker på linket i sin SMS og er i venteværelset',
      'Flere steder kan være med i den samme samtale',
    ],
    today: 'Har du brug for lægen nu, så ring til klinikken. Er du personale, så brug tabletten.',
  },
  en: {
    product: 'Visit',
    detail: 'Nærvær for citizens and guests',
    title: 'A video visit at the doctor’s',
    about:
      'This is where citizens, relatives, interpreters and specialists enter the clinic’s waiting room. The page is not open yet.',
    coming: [
      'The citizen signs in, writes the reason and waits for the doctor',
      'The guest taps the link in a text message and is in the waiting room',
      'Several places can take part in the same call',
    ],
    today:
      'If you need the doctor now, telephone the clinic. If you are staff, use the tablet page.',
  },
});

/** Citizens' and guests' page (V): says what is coming. */
export function App() {
  return (
    <ComingPage
      product={words().product}
      detail={words().detail}
      title={words().title}
      icon="guest"
      coming={words().coming}
      today={words().today}
    >
      {words().about}
    </ComingPage>
  );
}
