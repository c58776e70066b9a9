/**
 * Thrown in a Hocuspocus hook to deny a document. Not an `Error`, because Hocuspocus prints the
 * message of whatever has one; `reason` is what the client is told.
 */
export class Denied {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}
