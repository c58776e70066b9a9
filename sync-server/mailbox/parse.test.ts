import { newCommandId, OUTBOX_LIMITS, PROTOCOL_VERSION } from '@naervaer/machines/protocol';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { parseEnvelope } from './parse.ts';

const id = newCommandId();
const good = { id, v: PROTOCOL_VERSION, command: { type: 'openClinic', clinicId: 'a-clinic' } };
const circle: Record<string, unknown> = {};
circle['self'] = circle;

describe('the one parse of what a client wrote (SE3)', () => {
  it('takes an envelope under its own key', () => {
    expect(parseEnvelope(id, good)).toEqual({ envelope: good });
  });

  it.each([
    ['another key', good],
    ['an old version', { ...good, v: 0 }],
  ])('refuses %s', (what, raw) => {
    const refusal = what === 'another key' ? 'malformed' : 'outdatedClient';
    expect(parseEnvelope(what === 'another key' ? newCommandId() : id, raw)).toEqual({ refusal });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a function', () => good],
    ['a big integer', 1n],
    ['a circle', circle],
    ['a shared type', new Y.Map()],
    ['a field too many', { ...good, more: 1 }],
    ['a field too many in the command', { ...good, command: { ...good.command, more: 1 } }],
    ['what throws when it is read', { toJSON: () => JSON.parse('{') }],
  ])('refuses %s as malformed, and never throws', (_what, raw) => {
    expect(parseEnvelope(id, raw)).toEqual({ refusal: 'malformed' });
  });

  it('refuses more bytes than an entry may have, before it looks inside', () => {
    const raw = { ...good, more: 'x'.repeat(OUTBOX_LIMITS.entryBytes) };
    expect(parseEnvelope(id, raw)).toEqual({ refusal: 'tooLarge' });
  });
});
