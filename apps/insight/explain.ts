import { NaervaerError } from '@naervaer/machines/protocol';
import { Unreachable } from '@naervaer/kit/administration';
import { explainEdge, texts } from '@naervaer/kit/texts';

const words = texts({
  da: 'Vi fik intet svar fra serveren. Tjek netværket, og prøv igen. Det gemmes kun én gang.',
  en: 'The server did not answer. Check the network and try again. It is saved only once.',
});

/** Why a call did not do what it should, and what to do now. */
export function explain(error: unknown): string {
  if (error instanceof Unreachable) return words();
  return explainEdge(error instanceof NaervaerError ? error.code : 'internal');
}
