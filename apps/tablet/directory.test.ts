import type { ClinicId, Ydernummer } from '@naervaer/machines/protocol';
import { describe, expect, it } from 'vitest';
import { searchClinics, type ClinicEntry } from './directory.ts';

const clinic = (id: string, ydernummer: string, name: string, address: string): ClinicEntry => ({
  id: id as ClinicId,
  ydernummer: ydernummer as Ydernummer,
  name,
  address,
});
const all = [
  clinic('a', '057584', 'Lægerne ved Åen', 'Åboulevarden 1, 8000 Aarhus C'),
  clinic('b', '005758', 'Søndergade Lægehus', 'Søndergade 12, 8700 Horsens'),
];
const found = (typed: string) => searchClinics(all, typed).map(({ id }) => id);

describe('T4: a clinic is found', () => {
  it('by its ydernummer, with or without the leading zeros', () => {
    expect(found('057584')).toEqual(['a']);
    expect(found('57584')).toEqual(['a']);
    expect(found('5758')).toEqual(['b']);
    expect(found('575')).toEqual(['a', 'b']);
  });
  it('by words of name and address in any order', () => {
    expect(found('horsens lægehus')).toEqual(['b']);
    expect(found('åen')).toEqual(['a']);
    expect(found('Århus')).toEqual(['a']);
    expect(found('nowhere')).toEqual([]);
  });
  it('and nothing typed shows all', () => {
    expect(found('  ')).toEqual(['a', 'b']);
  });
});
