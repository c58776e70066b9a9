import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Asks the person at the keyboard, or whatever is piped in, line by line. */
export interface Questions {
  /** Undefined when there is no more input. The question goes to standard error. */
  ask(question: string): Promise<string | undefined>;
  close(): void;
}

export function questions(
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Questions {
  const lines = createInterface({ input, terminal: false });
  const given: string[] = [];
  let isEnded = false;
  // From the first moment on: what is piped in comes whether it was asked for or not.
  lines.on('line', (line) => void given.push(line.trim()));
  lines.on('close', () => void (isEnded = true));
  return {
    async ask(question) {
      output.write(question);
      while (given.length === 0 && !isEnded) {
        await Promise.race([once(lines, 'line'), once(lines, 'close')]);
      }
      return given.shift();
    },
    close: () => lines.close(),
  };
}
