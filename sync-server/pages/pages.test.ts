import { describe, expect, it } from 'vitest';
import { html, languageOf, page, raw } from './index.ts';

describe('pages', () => {
  it('escape whatever is not HTML of our own', () => {
    const name = `<script>'"&`;
    expect(html`<p title="${name}">${[name, raw('<b>1</b>'), 2, null]}</p>`.html).toBe(
      '<p title="&lt;script&gt;&#39;&quot;&amp;">&lt;script&gt;&#39;&quot;&amp;<b>1</b>2</p>',
    );
  });

  it('say demo in a demo, and have no script, no style of their own, no other address', () => {
    const contents = { lang: 'da', title: 'T', body: html`<h1>T</h1>` } as const;
    const demo = page({ ...contents, mode: 'demo' });
    expect(demo).toContain('Demo: opdigtede personer');
    expect(demo).not.toMatch(/<script|style=|https?:/);
    expect(page({ ...contents, mode: 'production' })).not.toContain('Demo');
  });

  it.each([
    ['da', {}],
    ['da', { 'accept-language': 'en' }],
    ['en', { cookie: 'a=b; naervaer-language=en' }],
    ['da', { cookie: 'naervaer-language=fr' }],
  ])('speak %s (P10)', (language, headers) => {
    expect(languageOf({ headers })).toBe(language);
  });
});
