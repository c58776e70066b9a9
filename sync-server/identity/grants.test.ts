import { expect, describe, it } from 'vitest';
import { levelOf, readClaim, readCvrs } from './claims.ts';
import { grantsOf } from './grants.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const SCOPE = 'urn:dk:gov:saml:cvrNumberIdentifier:99001003';
const list = (body: string): string =>
  base64(`<?xml version="1.0" encoding="UTF-8"?>
<bpp:PrivilegeList xmlns:bpp="http://itst.dk/oiosaml/basic_privilege_profile">${body}</bpp:PrivilegeList>`);
const group = (body: string, scope = SCOPE): string =>
  `\n  <PrivilegeGroup Scope="${scope}">${body}</PrivilegeGroup>\n`;
const privilege = (role: string): string => `\n    <Privilege>${role}</Privilege>\n  `;

describe('roles in the shapes that providers send', () => {
  const one = [{ role: 'a', cvr: '99001003' }];
  it.each<[string, unknown, readonly object[]]>([
    ['nothing', undefined, []],
    [
      'groups',
      [{ scope: SCOPE, privileges: ['a', 'b'] }],
      [...one, { role: 'b', cvr: '99001003' }],
    ],
    ['a group of another kind of scope', [{ scope: 'urn:other:1', privileges: ['a'] }], []],
    ['base64 of a privilege list', list(group(privilege('a'))), one],
    ['a list with one in it', [list(group(privilege('a')))], one],
    [
      'base64 in lines, without padding',
      `${list(group(privilege('a'))).replace(/.{60}/g, '$&\n')}`.replaceAll('=', ''),
      one,
    ],
    [
      'two groups',
      list(group(privilege('a')) + group(privilege('b'), SCOPE.replace('1003', '1615'))),
      [...one, { role: 'b', cvr: '99001615' }],
    ],
    [
      'a group with a constraint',
      list(group(`${privilege('a')}<Constraint Name="x">1</Constraint>`)),
      one,
    ],
    [
      'entities of XML’s own',
      list(group(privilege('a&amp;b'))),
      [{ role: 'a&b', cvr: '99001003' }],
    ],
    ['no group', list(''), []],
    ['a list that ends itself', base64('<PrivilegeList/>'), []],
    ['a word', 'a', [{ role: 'a', cvr: null }]],
    [
      'an address',
      'http://idp.example/roles/a/1',
      [{ role: 'http://idp.example/roles/a/1', cvr: null }],
    ],
    [
      'words',
      ['a', 'b'],
      [
        { role: 'a', cvr: null },
        { role: 'b', cvr: null },
      ],
    ],
    ['words with a number', ['99001003:a', `${SCOPE}:a`], [...one, ...one]],
    [
      'an address with a number',
      '99001003:http://idp.example/a',
      [{ role: 'http://idp.example/a', cvr: '99001003' }],
    ],
  ])('%s', (_what, claim, grants) => {
    expect(grantsOf(claim)).toEqual(grants);
  });

  const DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
  it.each<[string, unknown]>([
    ['a number', 7],
    ['an object', { a: 1 }],
    ['groups and words', [{ scope: SCOPE, privileges: ['a'] }, 'a']],
    ['too many', Array.from({ length: 1001 }, () => 'a')],
    ['a document type with an entity', base64(`${DOCTYPE}<PrivilegeList>&e;</PrivilegeList>`)],
    ['an entity of its own', list(group(privilege('&e;')))],
    ['a number as an entity', list(group(privilege('&#x41;')))],
    ['a comment', list(group(`${privilege('a')}<!-- b -->`))],
    ['character data', list(group(privilege('<![CDATA[a]]>')))],
    ['an instruction', list(`<?php a ?>${group(privilege('a'))}`)],
    ['a billion laughs, as text', base64(`<PrivilegeList>${'x'.repeat(70_000)}</PrivilegeList>`)],
    ['ten thousand elements', list(group(privilege('a').repeat(3000)))],
    ['another root', base64('<Other></Other>')],
    ['two roots', base64('<PrivilegeList></PrivilegeList><PrivilegeList></PrivilegeList>')],
    ['a group in a group', list(group(group(privilege('a'))))],
    ['a privilege outside a group', list(privilege('a'))],
    ['an element in a privilege', list(group('<Privilege>a<b/></Privilege>'))],
    ['an end that is not its own', list(group('<Privilege>a</PrivilegeGroup>'))],
    ['no end', base64('<PrivilegeList><PrivilegeGroup Scope="a">')],
    ['text behind the end', base64('<PrivilegeList></PrivilegeList>a')],
    ['text between the groups', list(`a${group(privilege('a'))}`)],
    ['base64 of half a tag', base64('<PrivilegeList')],
  ])('refuses %s', (_what, claim) => {
    expect(grantsOf(claim)).toBeUndefined();
  });

  it('reads a hostile document in no time, whatever its shape', () => {
    const began = performance.now();
    for (const part of ['<a ', '<a x="', '<a x="1" ', '</', ' \n', '&amp;', '<PrivilegeList ']) {
      grantsOf(base64(`<PrivilegeList>${part.repeat(Math.floor(60_000 / part.length))}`));
    }
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('claims', () => {
  const claims = { a: { b: { c: 'deep' } }, 'x.y': 'flat', x: { y: 'nested' }, list: ['a'] };
  it.each([
    ['a.b.c', 'deep'],
    ['x.y', 'flat'],
    ['a.b.d', undefined],
    ['list.0', undefined],
    ['constructor', undefined],
    ['a.__proto__.b', undefined],
    ['', undefined],
  ])('are found by name or path: %s', (name, value) => {
    expect(readClaim(claims, name)).toBe(value);
  });

  it('hold one CVR number or several, and nothing else as one', () => {
    expect(readCvrs({ cvr: '99001003' }, 'cvr')).toEqual(['99001003']);
    expect(readCvrs({ cvr: ['99001003', 99001615, 'DK99', null] }, 'cvr')).toEqual([
      '99001003',
      '99001615',
    ]);
    expect(readCvrs({ cvr: { a: 1 } }, 'cvr')).toEqual([]);
  });

  it.each([
    ['Substantial', 'Substantial'],
    ['https://data.gov.dk/concept/core/nsis/loa/High', 'High'],
    ['https://data.gov.dk/concept/core/NSIS/loa/Low', 'Low'],
    ['https://data.gov.dk/concept/core/nsis/Substantial', 'Substantial'],
    ['http://eidas.europa.eu/LoA/substantial', 'Substantial'],
    ['https://evil.example/loa/High', undefined],
    ['Higher', undefined],
    ['3', undefined],
    [3, undefined],
    [undefined, undefined],
  ])('name a level of assurance: %s', (value, level) => {
    expect(levelOf(value)).toBe(level);
  });
});
