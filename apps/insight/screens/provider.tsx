import { Show, createSignal } from 'solid-js';
import {
  ASSURANCE_LEVELS,
  type AssuranceLevel,
  type PersonKind,
  type ProviderSettings,
} from '@naervaer/machines/protocol';
import { Button, Field, RadioGroup } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { createForm, unlessFilled } from '../form.ts';
import { goOn } from '../navigation.ts';
import { Confirm } from '../parts/confirm.tsx';
import { FormFrame } from '../parts/form-frame.tsx';
import { Page } from '../parts/page.tsx';
import type { OrganisationView } from '../types.ts';
import { levelTexts, personKindTexts } from '../words.ts';
import { ProviderTrialPanel } from './provider-trial.tsx';

const words = texts({
  da: {
    title: (kind: string) => `Log-in: ${kind}`,
    lead: 'Oplysningerne får I af dem, der driver jeres log-in (OpenID Connect). Gem dem, og prøv dem nedenfor.',
    copied:
      'Vi har udfyldt det, der plejer at være ens for hele organisationen. Ret det, der er anderledes.',
    issuer: 'Adresse (issuer)',
    issuerHint: 'Begynder med https:// og skal være nøjagtig den, log-in-tjenesten selv oplyser.',
    issuerError: 'Skriv hele adressen med https:// foran.',
    clientId: 'Klient-ID (client_id)',
    clientIdError: 'Skriv det klient-ID, I har fået.',
    secret: 'Hemmelighed (client_secret)',
    secretKeep: 'Vises aldrig. Lad feltet stå tomt for at beholde den, der er.',
    secretAgain:
      'Adressen eller klient-ID’et er nyt: skriv den hemmelighed, der hører til. Mindst 16 tegn.',
    secretNew: 'Mindst 16 tegn. Den vises aldrig igen, når den er gemt.',
    secretError: 'Hemmeligheden skal være mindst 16 tegn.',
    role: 'Jobfunktionsrolle, der giver adgang',
    roleHint: 'Nøjagtig som log-in-tjenesten sender den. Uden rollen kommer ingen ind.',
    roleError: 'Skriv den rolle, der giver adgang.',
    level: 'Laveste sikringsniveau',
    levelHint: 'Betydelig er det sædvanlige, når det gælder helbredsoplysninger.',
    more: 'Navne på oplysninger (claims)',
    moreHint:
      'Skal kun rettes, hvis jeres log-in-tjeneste kalder dem noget andet. Et punktum fører ind i et objekt.',
    scope: 'Det, der bedes om (scope)',
    scopeError: 'Ordet openid skal være med.',
    givenName: 'Fornavn',
    familyName: 'Efternavn',
    cvr: 'CVR-nummer',
    privileges: 'Roller',
    levelClaim: 'Sikringsniveau',
    claimError: 'Skriv navnet på oplysningen.',
    outside:
      'Rettes adresse, klient-ID, rolle, niveau eller navne, skal de, der er logget ind ad denne vej, logge ind igen.',
    saved: 'Gemt. Prøv det nu.',
    remove: 'Fjern dette log-in',
    removeTitle: 'Fjern dette log-in?',
    removeText: 'De, der logger ind her, kan ikke længere logge ind.',
    removed: 'Log-in er fjernet.',
  },
  en: {
    title: (kind: string) => `Sign-in: ${kind}`,
    lead: 'You get these details from whoever runs your sign-in (OpenID Connect). Save them, and try them below.',
    copied:
      'We filled in what is usually the same for the whole organisation. Change what differs.',
    issuer: 'Address (issuer)',
    issuerHint: 'Begins with https:// and must be exactly what the sign-in service says of itself.',
    issuerError: 'Write the whole address with https:// in front.',
    clientId: 'Client ID (client_id)',
    clientIdError: 'Write the client ID that you were given.',
    secret: 'Secret (client_secret)',
    secretKeep: 'Never shown. Leave the field empty to keep the one that is there.',
    secretAgain:
      'The address or the client ID is new: write the secret that belongs to it. At least 16 signs.',
    secretNew: 'At least 16 signs. It is never shown again once it is saved.',
    secretError: 'The secret must have at least 16 signs.',
    role: 'Job-function role that gives access',
    roleHint: 'Exactly as the sign-in service sends it. Nobody comes in without the role.',
    roleError: 'Write the role that gives access.',
    level: 'Least level of assurance',
    levelHint: 'Substantial is usual where health data are concerned.',
    more: 'Names of the details (claims)',
    moreHint:
      'Only to be changed if your sign-in service calls them something else. A dot leads into an object.',
    scope: 'What is asked for (scope)',
    scopeError: 'The word openid must be among it.',
    givenName: 'Given name',
    familyName: 'Family name',
    cvr: 'CVR number',
    privileges: 'Roles',
    levelClaim: 'Level of assurance',
    claimError: 'Write the name of the detail.',
    outside:
      'If address, client ID, role, level or names change, those who signed in this way have to sign in again.',
    saved: 'Saved. Try it now.',
    remove: 'Remove this sign-in',
    removeTitle: 'Remove this sign-in?',
    removeText: 'Those who sign in here can no longer sign in.',
    removed: 'The sign-in is removed.',
  },
});

/** As most Danish brokers name them. */
const USUAL: ProviderSettings = {
  issuer: '',
  clientId: '',
  scope: 'openid profile email',
  level: 'Substantial',
  role: '',
  claims: {
    givenName: 'given_name',
    familyName: 'family_name',
    cvr: 'cvr',
    privileges: 'privileges',
    level: 'loa',
  },
};
const CLAIMS = ['givenName', 'familyName', 'cvr', 'privileges', 'levelClaim'] as const;
const SECRET_LEAST = 16;

/** Only a demo has providers that are not protected on the way. */
const isAddress = (typed: string, isDemo: boolean): boolean => {
  const url = URL.parse(typed.trim());
  return url !== null && (url.protocol === 'https:' || (isDemo && url.protocol === 'http:'));
};

/** Where one kind of person signs in, and a walk there that says what is wrong (I4, P1). */
export function ProviderPage(props: { organisation: OrganisationView; kind: PersonKind }) {
  const { administration, isDemo, info } = useOffice();
  const [isRemoving, setRemoving] = createSignal(false);
  const { organisationId } = props.organisation;
  const kind = props.kind;
  const after = { page: 'organisation', organisationId } as const;
  /** Nobody administers away the own way in. */
  const isOwnDoor = kind === 'administrator' && organisationId === info.organisation.id;
  const saved = () => props.organisation.providers.find((each) => each.kind === kind)?.settings;
  const before = saved();
  const sibling = props.organisation.providers[0]?.settings;
  const start = before ?? (sibling === undefined ? USUAL : { ...sibling, role: '' });
  /** A secret is kept for the client that it belongs to, and told to no other address. */
  const isKept = ({ issuer, clientId }: { issuer: string; clientId: string }): boolean =>
    props.organisation.providers.some(
      ({ settings }) => settings.issuer === issuer.trim() && settings.clientId === clientId.trim(),
    );

  const form = createForm(
    {
      issuer: start.issuer,
      clientId: start.clientId,
      secret: '',
      role: start.role,
      level: start.level as AssuranceLevel,
      scope: start.scope,
      givenName: start.claims.givenName,
      familyName: start.claims.familyName,
      cvr: start.claims.cvr,
      privileges: start.claims.privileges,
      levelClaim: start.claims.level,
    },
    (typed) => ({
      issuer: isAddress(typed.issuer, isDemo()) ? undefined : words().issuerError,
      clientId: unlessFilled(typed.clientId, words().clientIdError),
      secret:
        (typed.secret === '' && isKept(typed)) || typed.secret.length >= SECRET_LEAST
          ? undefined
          : words().secretError,
      role: unlessFilled(typed.role, words().roleError),
      scope: typed.scope.split(' ').includes('openid') ? undefined : words().scopeError,
      ...Object.fromEntries(
        CLAIMS.map((name) => [name, unlessFilled(typed[name], words().claimError)]),
      ),
    }),
  );
  const secretHint = (): string => {
    if (isKept(form.values())) return words().secretKeep;
    return props.organisation.providers.length === 0 ? words().secretNew : words().secretAgain;
  };
  const hasClaimError = () =>
    form.field('scope').error !== undefined ||
    CLAIMS.some((name) => form.field(name).error !== undefined);

  return (
    <Page
      isNarrow
      title={words().title(personKindTexts()[kind].toLowerCase())}
      lead={words().lead}
      back={{ to: after, title: props.organisation.name }}
    >
      <FormFrame
        form={form}
        after={after}
        stays
        saved={words().saved}
        send={async (typed) => {
          await administration.change({
            type: 'putProvider',
            organisationId,
            kind,
            clientSecret: typed.secret === '' ? null : typed.secret,
            settings: {
              issuer: typed.issuer.trim(),
              clientId: typed.clientId.trim(),
              scope: typed.scope.trim(),
              level: typed.level,
              role: typed.role.trim(),
              claims: {
                givenName: typed.givenName.trim(),
                familyName: typed.familyName.trim(),
                cvr: typed.cvr.trim(),
                privileges: typed.privileges.trim(),
                level: typed.levelClaim.trim(),
              },
            },
          });
          form.forget('secret');
        }}
      >
        <Show when={before === undefined && sibling !== undefined}>
          <p class="field-hint">{words().copied}</p>
        </Show>
        <Field
          label={words().issuer}
          hint={words().issuerHint}
          required
          maxLength={500}
          {...form.field('issuer')}
        />
        <Field label={words().clientId} required maxLength={200} {...form.field('clientId')} />
        <Field
          type="password"
          autocomplete="new-password"
          label={words().secret}
          hint={secretHint()}
          required={!isKept(form.values())}
          maxLength={500}
          {...form.field('secret')}
        />
        <Field
          label={words().role}
          hint={words().roleHint}
          required
          maxLength={300}
          {...form.field('role')}
        />
        <RadioGroup
          label={words().level}
          hint={words().levelHint}
          isRow
          options={ASSURANCE_LEVELS.map((value) => ({ value, label: levelTexts()[value] }))}
          {...form.field('level')}
        />
        <details class="more" open={hasClaimError()}>
          <summary>{words().more}</summary>
          <div class="form">
            <p class="field-hint">{words().moreHint}</p>
            <Field label={words().scope} required maxLength={200} {...form.field('scope')} />
            {CLAIMS.map((name) => (
              <Field label={words()[name]} required maxLength={200} {...form.field(name)} />
            ))}
          </div>
        </details>
        <Show when={saved()}>
          <p class="field-hint">{words().outside}</p>
        </Show>
      </FormFrame>

      <Show when={saved()}>
        <ProviderTrialPanel
          organisationId={organisationId}
          kind={kind}
          isUnsaved={form.isDirty()}
        />
        <Show when={!isOwnDoor}>
          <div class="office-end">
            <Button variant="quiet" class="button-removes" onClick={() => setRemoving(true)}>
              {words().remove}
            </Button>
          </div>
        </Show>
      </Show>
      <Show when={isRemoving()}>
        <Confirm
          title={words().removeTitle}
          yes={words().remove}
          done={words().removed}
          act={(stored) =>
            administration.change({ type: 'removeProvider', organisationId, kind }, stored)
          }
          onDone={() => goOn(after)}
          onClose={() => setRemoving(false)}
        >
          {words().removeText}
        </Confirm>
      </Show>
    </Page>
  );
}
