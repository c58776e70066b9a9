import { NaervaerError } from '@naervaer/machines/protocol';

/** Too much of it; `seconds` later it is worth trying again. */
export class TooFast extends NaervaerError {
  readonly seconds: number;
  constructor(seconds: number) {
    super('tooFast');
    this.seconds = seconds;
  }
}
