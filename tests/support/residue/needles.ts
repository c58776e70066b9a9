/** One way in which a secret may stand in a file. */
export interface Needle {
  readonly secret: string;
  readonly encoding: string;
  readonly bytes: Buffer;
  /** Letters large or small alike, as in hex. Then `bytes` are in small letters. */
  readonly isCaseless: boolean;
}

/** Shorter runs are found by chance. */
const LEAST = 5;

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** What of a base64 text is the secret's alone, whatever stands before and after it. */
function base64At(bytes: Buffer, offset: 0 | 1 | 2): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const whole = Math.floor(((offset + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((offset * 8) / 6), whole);
}

/** @param secret a text, or bytes as a key is; bytes are named by their hex */
export function needlesOf(secret: string | Uint8Array): readonly Needle[] {
  const name = typeof secret === 'string' ? secret : Buffer.from(secret).toString('hex');
  const raw: [string, Buffer][] =
    typeof secret === 'string'
      ? [
          ['utf8', Buffer.from(secret, 'utf8')],
          // What V8 writes for a text without signs above U+00FF.
          ['latin1', Buffer.from(secret, 'latin1')],
          ['utf16le', Buffer.from(secret, 'utf16le')],
          ['utf16be', utf16be(secret)],
        ]
      : [['raw', Buffer.from(secret)]];
  const found: Needle[] = [];
  const add = (encoding: string, bytes: Buffer, isCaseless = false): void => {
    if (bytes.length < LEAST || found.some((each) => each.bytes.equals(bytes))) return;
    found.push({ secret: name, encoding, bytes, isCaseless });
  };
  for (const [encoding, bytes] of raw) {
    add(encoding, bytes);
    add(`hex of ${encoding}`, Buffer.from(bytes.toString('hex')), true);
    for (const offset of [0, 1, 2] as const) {
      const text = base64At(bytes, offset);
      add(`base64 of ${encoding}`, Buffer.from(text));
      add(`base64 of ${encoding} in UTF-16`, Buffer.from(text, 'utf16le'));
      add(`base64url of ${encoding}`, Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_')));
    }
  }
  if (typeof secret === 'string') {
    const escaped = secret.replaceAll(
      /[^\x20-\x7e]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    add('json', Buffer.from(escaped.toLowerCase()), true);
    add('percent', Buffer.from(encodeURIComponent(secret).toLowerCase()), true);
    add(
      'form',
      Buffer.from(
        String(new URLSearchParams([['', secret]]))
          .slice(1)
          .toLowerCase(),
      ),
      true,
    );
  }
  return found;
}
