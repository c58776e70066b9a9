import { ComingPage } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';

const words = texts({
  da: {
    product: 'Indblik',
    detail: 'Nærvær til administration og opfølgning',
    title: 'Hvem bruger videokonsultationen?',
    about:
      'Her følger kommuner, regioner og klinikker brugen og passer deres steder og medarbejdere. Siden er ikke åben endnu.',
    coming: [
      'Rapporter for region, kommune, klinik og måned – uden personlige oplysninger',
      'Sparede kilometer og minutter',
      'Organisationer, arbejdssteder, klinikker og medarbejdere',
      'Hvem der har set hvis oplysninger, og hvornår',
    ],
    today: 'Klinikken og plejen er i gang: venteværelset og tabletten findes fra forsiden.',
  },
  en: {
    product: 'Insight',
    detail: 'Nærvær for administration and follow-up',
    title: 'Who uses the video consultation?',
    about:
      'This is where municipalities, regions and clinics follow the use and look after their places and staff. The page is not open yet.',
    coming: [
      'Reports by region, municipality, clinic and month – without personal data',
      'Kilometres and minutes saved',
      'Organisations, workplaces, clinics and staff',
      'Who has seen whose data, and when',
    ],
    today:
      'Clinic and care are at work: the waiting room and the tablet page are on the start page.',
  },
});

/** Administrators' and analysts' page (I): says what is coming. */
export function App() {
  return (
    <ComingPage
      product={words().product}
      detail={words().detail}
      title={words().title}
      icon="monitor"
      coming={words().coming}
      today={words().today}
    >
      {words().about}
    </ComingPage>
  );
}
