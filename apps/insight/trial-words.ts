import type { TrialReport } from '@naervaer/machines/protocol';
import { texts } from '@naervaer/kit/texts';

interface StepTexts {
  /** What is looked at. */
  readonly title: string;
  /** What it means, and what to do. */
  readonly warned: string;
  readonly failed: string;
}

/** Every step of a trial in words for an IT person who never saw OpenID Connect. */
export const trialTexts = texts<Record<TrialReport[number]['step'], StepTexts>>({
  da: {
    reach: {
      title: 'Log-in-tjenesten svarer',
      warned:
        'Den svarer langsomt eller over en usikret forbindelse. Bed dem, der driver den, se på det.',
      failed:
        'Vi fik ikke et brugbart svar på adressen. Tjek, at adressen er skrevet rigtigt, at tjenesten kører, og at en firewall ikke spærrer herfra.',
    },
    issuer: {
      title: 'Adressen er den, tjenesten selv oplyser',
      warned: 'Tjenesten oplyser sin adresse lidt anderledes. Brug nøjagtig den, vi fandt.',
      failed:
        'Tjenesten kalder sig noget andet end det, der står i feltet “Adresse”. Kopiér det, vi fandt, også en eventuel skråstreg til sidst.',
    },
    endpoints: {
      title: 'Tjenesten fortæller, hvor man logger ind',
      warned:
        'En af adresserne er usikret eller ligger et andet sted. Spørg dem, der driver tjenesten, om det er meningen.',
      failed:
        'Der mangler en adresse i tjenestens beskrivelse. Bed dem, der driver den, slå OpenID Connect til for jer.',
    },
    codeFlow: {
      title: 'Den måde, vi logger ind på, er slået til (authorization code)',
      warned: 'Tjenesten siger det ikke tydeligt. Det virker som regel alligevel.',
      failed: 'Bed dem, der driver tjenesten, tillade “authorization code” for vores klient.',
    },
    pkce: {
      title: 'Log-in er beskyttet undervejs (PKCE, S256)',
      warned:
        'Tjenesten siger ikke, at den bruger PKCE. Vi beder om det alligevel. Bed dem slå S256 til.',
      failed:
        'Tjenesten afviser PKCE. Bed dem, der driver den, slå S256 til: uden det logger vi ingen ind.',
    },
    algorithms: {
      title: 'Svarene er underskrevet sikkert',
      warned:
        'Tjenesten siger ikke, hvordan den underskriver. Vi går ud fra RS256, som er det sædvanlige.',
      failed:
        'Ingen af tjenestens underskrifter er sikre nok. Bed dem bruge RS256, PS256, ES256 eller EdDSA.',
    },
    keys: {
      title: 'Vi kan hente nøglerne, der tjekker underskriften',
      warned:
        'Blandt nøglerne ligger en, der burde være hemmelig. Sig det til dem, der driver tjenesten, med det samme.',
      failed:
        'Nøglerne kunne ikke hentes eller læses. Bed dem, der driver tjenesten, se på adressen (jwks_uri).',
    },
    logout: {
      title: 'Man kan logges helt ud igen',
      warned:
        'Tjenesten mangler en adresse til at logge ud på, eller den giver os ikke besked, når nogen bliver logget ud hos den. Bed dem slå begge dele til (end_session_endpoint og back-channel logout): det betyder mest på delte tablets.',
      failed: 'Adressen til at logge ud på virker ikke. Bed dem, der driver tjenesten, se på den.',
    },
    credentials: {
      title: 'Klient-ID og hemmelighed bliver godtaget',
      warned:
        'Tjenesten svarede ikke tydeligt på, om de er rigtige. Prøv at logge ind som en af jeres egne.',
      failed:
        'Tjenesten kender ikke klient-ID’et eller afviser hemmeligheden. Kopiér begge igen, og gem. Er hemmeligheden udløbet, så bed om en ny.',
    },
  },
  en: {
    reach: {
      title: 'The sign-in service answers',
      warned:
        'It answers slowly or over an unprotected connection. Ask those who run it to look at that.',
      failed:
        'We got no usable answer at the address. Check that it is written right, that the service is running, and that no firewall bars the way from here.',
    },
    issuer: {
      title: 'The address is the one that the service gives of itself',
      warned:
        'The service writes its address a little differently. Use exactly the one that we found.',
      failed:
        'The service calls itself something else than what stands in “Address”. Copy what we found, including a slash at the end.',
    },
    endpoints: {
      title: 'The service tells where to sign in',
      warned:
        'One of the addresses is unprotected or lies elsewhere. Ask those who run it whether that is meant.',
      failed:
        'An address is missing in the service’s description. Ask those who run it to switch OpenID Connect on for you.',
    },
    codeFlow: {
      title: 'Our way of signing in is switched on (authorization code)',
      warned: 'The service does not say so clearly. It usually works all the same.',
      failed: 'Ask those who run the service to allow “authorization code” for our client.',
    },
    pkce: {
      title: 'The sign-in is protected on its way (PKCE, S256)',
      warned:
        'The service does not say that it uses PKCE. We ask for it anyway. Ask them to switch S256 on.',
      failed:
        'The service refuses PKCE. Ask those who run it to switch S256 on: we sign nobody in without it.',
    },
    algorithms: {
      title: 'The answers are signed safely',
      warned: 'The service does not say how it signs. We take it to be RS256, which is usual.',
      failed:
        'None of the service’s signatures is safe enough. Ask them to use RS256, PS256, ES256 or EdDSA.',
    },
    keys: {
      title: 'We can fetch the keys that check the signature',
      warned:
        'Among the keys lies one that should be secret. Tell those who run the service at once.',
      failed:
        'The keys could not be fetched or read. Ask those who run the service to look at their address (jwks_uri).',
    },
    logout: {
      title: 'One can be signed out completely again',
      warned:
        'The service lacks an address for signing out, or it does not tell us when somebody is signed out there. Ask them to switch both on (end_session_endpoint and back-channel logout): it matters most on shared tablets.',
      failed:
        'The address for signing out does not work. Ask those who run the service to look at it.',
    },
    credentials: {
      title: 'Client ID and secret are accepted',
      warned:
        'The service did not say clearly whether they are right. Try to sign in as one of your own.',
      failed:
        'The service does not know the client ID or refuses the secret. Copy both again and save. If the secret has expired, ask for a new one.',
    },
  },
});
