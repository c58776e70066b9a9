import { For, Show, createEffect, createSignal, on } from 'solid-js';
import type { OrganisationId, PersonKind, TrialReport } from '@naervaer/machines/protocol';
import { Banner, Button, Icon, type IconName, type Tone } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { explain } from '../explain.ts';
import { Panel } from '../parts/page.tsx';
import { trialTexts } from '../trial-words.ts';

type Step = TrialReport[number];

const words = texts({
  da: {
    title: 'Prøv det',
    lead: 'Vi går den vej, et log-in går, så langt man kan uden et menneske, og siger, hvad vi finder. Ingen bliver logget ind, og intet ændres.',
    act: 'Prøv den',
    again: 'Prøv igen',
    unsaved: 'Gem først: vi prøver det, der er gemt.',
    trying: 'Prøver … Det kan tage et halvt minut, hvis tjenesten er langsom.',
    result: { ok: 'I orden', warned: 'Virker, men …', failed: 'Fejl', notTried: 'Ikke prøvet' },
    summary: {
      ok: 'Alt er i orden. Prøv nu at logge ind som en af jeres egne.',
      warned: 'Det virker. Noget kunne være bedre: se nedenfor.',
      failed: 'Det virker ikke endnu. Begynd med det første, der fejler: resten kan følge af det.',
    },
    found: 'Vi fandt:',
  },
  en: {
    title: 'Try it',
    lead: 'We walk the way that a sign-in walks, as far as one can without a person, and say what we find. Nobody is signed in and nothing is changed.',
    act: 'Try it',
    again: 'Try again',
    unsaved: 'Save first: we try what is saved.',
    trying: 'Trying … It can take half a minute if the service is slow.',
    result: { ok: 'In order', warned: 'Works, but …', failed: 'Failed', notTried: 'Not tried' },
    summary: {
      ok: 'All is in order. Now try to sign in as one of your own.',
      warned: 'It works. Something could be better: see below.',
      failed: 'It does not work yet. Begin with the first that fails: the rest may follow from it.',
    },
    found: 'We found:',
  },
});

const ICONS: Record<Step['result'], IconName> = {
  ok: 'check',
  warned: 'warning',
  failed: 'error',
  notTried: 'clock',
};
const TONES = { ok: 'success', warned: 'warning', failed: 'danger' } satisfies Record<string, Tone>;

const worstOf = (report: TrialReport): keyof typeof TONES => {
  const results = new Set(report.map(({ result }) => result));
  if (results.has('failed') || results.has('notTried')) return 'failed';
  return results.has('warned') ? 'warned' : 'ok';
};

/** Walks to the provider as it is saved, and tells each step in words for who never saw OIDC. */
export function ProviderTrialPanel(props: {
  organisationId: OrganisationId;
  kind: PersonKind;
  isUnsaved: boolean;
}) {
  const { administration } = useOffice();
  const [report, setReport] = createSignal<TrialReport>();
  const [failure, setFailure] = createSignal<unknown>();
  const [isPending, setPending] = createSignal(false);

  // What was found of another setup says nothing of the one that is saved now.
  createEffect(
    on(
      () => props.isUnsaved,
      (isUnsaved, was) => {
        if (was !== true || isUnsaved) return;
        setReport();
        setFailure();
      },
    ),
  );

  const tryIt = async () => {
    setPending(true);
    setReport();
    setFailure();
    try {
      const { organisationId, kind } = props;
      setReport(await administration.tryProvider({ organisationId, kind }));
    } catch (error) {
      setFailure(error);
    } finally {
      setPending(false);
    }
  };
  const advice = ({ step, result }: Step): string | undefined =>
    result === 'warned' || result === 'failed' ? trialTexts()[step][result] : undefined;

  return (
    <Panel title={words().title} lead={words().lead}>
      <div class="trial-act">
        <Button
          isPending={isPending()}
          disabled={props.isUnsaved}
          describedBy="trial-unsaved"
          onClick={tryIt}
        >
          {report() === undefined ? words().act : words().again}
        </Button>
        <span id="trial-unsaved" class="field-hint">
          {props.isUnsaved ? words().unsaved : ''}
        </span>
      </div>
      <div role="status" class="trial">
        <Show when={isPending()}>
          <p>{words().trying}</p>
        </Show>
        <Show when={failure()}>{(error) => <Banner tone="danger">{explain(error())}</Banner>}</Show>
        <Show when={report()}>
          {(report) => (
            <>
              <Banner tone={TONES[worstOf(report())]}>{words().summary[worstOf(report())]}</Banner>
              <ol class="trial-steps">
                <For each={report()}>
                  {(step) => (
                    <li class="trial-step" data-result={step.result} data-testid="trial-step">
                      <span class="trial-result">
                        <Icon name={ICONS[step.result]} />
                        {words().result[step.result]}
                      </span>
                      <span class="trial-text">
                        <strong>{trialTexts()[step.step].title}</strong>
                        <Show when={advice(step)}>{(text) => <span>{text()}</span>}</Show>
                        <Show when={step.found === '–' ? '' : step.found}>
                          {(found) => (
                            <span class="trial-found">
                              {words().found} <code>{found()}</code>
                            </span>
                          )}
                        </Show>
                      </span>
                    </li>
                  )}
                </For>
              </ol>
            </>
          )}
        </Show>
      </div>
    </Panel>
  );
}
