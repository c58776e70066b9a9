/**
 * The OIO Basic Privilege Profile, as Fælleskommunal Adgangsstyring sends it: base64 of a small XML
 * document with `PrivilegeGroup`s, each with a `Scope` and its `Privilege`s.
 *
 * This is no XML parser. It takes exactly such documents: no DOCTYPE, so no entities of somebody's
 * own and nothing outside it; no comments, no CDATA; so many characters and elements, no more.
 */

const MOST_CHARACTERS = 64 * 1024;
const MOST_ELEMENTS = 2000;

const TAG =
  /<(\/?)(?:[\w.-]{1,60}:)?([\w.-]{1,60})((?:\s+[\w:.-]{1,100}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const TEXT = /[^<]+/y;
const SCOPE = /\sScope\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/;
const DECLARATION = /^\uFEFF?(?:<\?xml\s[^?<>]{0,200}\?>)?\s*/;
const BASE64 = /^[A-Za-z0-9+/_=\s-]+$/;

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};
/** Undefined when an entity is none of XML's own five. */
function unescape(text: string): string | undefined {
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) return undefined;
  return text.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? '');
}

export interface PrivilegeGroup {
  readonly scope: string;
  readonly privileges: readonly string[];
}

/** The groups of such a document; undefined for what is not exactly one. */
export function parsePrivilegeList(xml: string): readonly PrivilegeGroup[] | undefined {
  if (xml.length > MOST_CHARACTERS) return undefined;
  const groups: { scope: string; privileges: string[] }[] = [];
  const open: string[] = [];
  let at = DECLARATION.exec(xml)?.[0].length ?? 0;
  let privilege: string | undefined;
  for (let elements = 0; at < xml.length;) {
    TEXT.lastIndex = at;
    const text = TEXT.exec(xml)?.[0];
    if (text !== undefined) {
      const plain = unescape(text);
      if (plain === undefined) return undefined;
      if (privilege !== undefined) privilege += plain;
      // Text between the elements is blank; a constraint's is its own.
      else if (plain.trim() !== '' && open.at(-1) !== 'Constraint') return undefined;
      at += text.length;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(xml);
    if (tag === null || ++elements > MOST_ELEMENTS) return undefined;
    at += tag[0].length;
    const [, slash, name = '', attributes = '', empty] = tag;
    if (slash === '/') {
      if (open.pop() !== name || attributes !== '' || empty === '/') return undefined;
      if (name === 'Privilege') {
        groups.at(-1)?.privileges.push((privilege ?? '').trim());
        privilege = undefined;
      }
      if (open.length === 0) return xml.slice(at).trim() === '' ? groups : undefined;
      continue;
    }
    if (!isPlace(open, name)) return undefined;
    if (name === 'PrivilegeGroup') {
      const [, double, single] = SCOPE.exec(attributes) ?? [];
      const scope = unescape(double ?? single ?? '');
      if (scope === undefined) return undefined;
      groups.push({ scope, privileges: [] });
    }
    if (empty === '/') {
      if (open.length === 0) return xml.slice(at).trim() === '' ? groups : undefined;
      continue;
    }
    open.push(name);
    if (name === 'Privilege') privilege = '';
  }
  return undefined;
}

/** The one order in which the elements stand. */
function isPlace(open: readonly string[], name: string): boolean {
  switch (open.join('/')) {
    case '':
      return name === 'PrivilegeList';
    case 'PrivilegeList':
      return name === 'PrivilegeGroup';
    case 'PrivilegeList/PrivilegeGroup':
      return name === 'Privilege' || name === 'Constraint';
    default:
      return false;
  }
}

/** The XML of a base64 text; undefined when it is neither. */
export function decodePrivilegeList(text: string): string | undefined {
  if (text.length > 2 * MOST_CHARACTERS || !BASE64.test(text)) return undefined;
  const xml = Buffer.from(text, 'base64').toString('utf8');
  return /^\uFEFF?\s*</.test(xml) ? xml : undefined;
}
