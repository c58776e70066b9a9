import { readFile } from 'node:fs/promises';
import { escaped } from '../page/escape.ts';
import type { Script, WrittenChapter } from './document.ts';

const text = (words: string): string =>
  escaped(words)
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/&lt;(https?:[^&]+)&gt;/g, '<a href="$1">$1</a>');

function chapterOf({ labels }: Script, chapter: WrittenChapter): string {
  const { number, title, goal, begin, needs, minutes, steps } = chapter;
  const id = `c${number}`;
  const rows = steps.map((step) => {
    const see = step.see
      .map(({ device, text: what }) => `<p><strong>${device}:</strong> ${text(what)}</p>`)
      .join('');
    return `<tr><td class="tick"><input type="checkbox" aria-label="${step.number}"></td><th scope="row">${step.number}</th><td><p><strong>${step.device}:</strong> ${text(step.do)}</p></td><td>${see}</td><td class="remark"></td></tr>`;
  });
  return `<section class="chapter" aria-labelledby="${id}">
<h3 id="${id}">${labels.chapter} ${number}: ${escaped(title)}</h3>
<p><strong>${labels.goal}:</strong> ${text(goal)} (${steps.length} ${labels.steps}, ${labels.minutes}${minutes} min.)</p>
<p><strong>${labels.begin}:</strong> ${text(begin)}</p>
${needs.length === 0 ? '' : `<p><strong>${labels.needs}:</strong> ${needs.join(', ')}</p>`}
<table aria-labelledby="${id}">
<thead><tr><th scope="col">☑</th><th scope="col">${labels.number}</th><th scope="col">${labels.do}</th><th scope="col">${labels.see}</th><th scope="col" class="remark">${labels.remark}</th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
</table>
<p class="signature">${labels.tester}: <span></span> ${labels.date}: <span></span> ${labels.result}: ☐ ${labels.passed} ☐ ${labels.failed}</p>
</section>`;
}

/** The script as a page to print, or to tick on a screen. Needs nothing else. */
export async function htmlOf(script: Script, version: string): Promise<string> {
  const { labels, chapters, prepare, total, covered, unreached, language } = script;
  const long = chapters.filter(({ isLong }) => isLong);
  const short = chapters.filter(({ isLong }) => !isLong);
  const css = await readFile(new URL('script.css', import.meta.url), 'utf8');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escaped(labels.title)}</title>
<style>${css}</style>
</head>
<body>
<main>
<h1>${escaped(labels.title)}</h1>
<p class="signature">${labels.version}: ${escaped(version)} · ${labels.tester}: <span></span> ${labels.date}: <span></span> ${labels.result}: ☐ ${labels.passed} ☐ ${labels.failed}</p>
<p>${text(labels.intro)}</p>
<h2>${labels.prepare}</h2>
<ol>${prepare.map((line) => `<li>${text(line)}</li>`).join('\n')}</ol>
<h2>${labels.contents}</h2>
<ol class="contents">${chapters.map(({ number, title, steps, minutes }) => `<li value="${number}"><a href="#c${number}">${escaped(title)}</a> (${steps.length} ${labels.steps}, ${labels.minutes}${minutes} min.)</li>`).join('\n')}</ol>
${short.map((chapter) => chapterOf(script, chapter)).join('\n')}
<h2>${labels.long}</h2>
<p>${text(labels.longText)}</p>
${long.map((chapter) => chapterOf(script, chapter)).join('\n')}
<h2>${labels.covered}</h2>
<p>${text(total)}</p>
<ul>${covered.map(({ machine, made, of }) => `<li>${machine}: ${made}/${of}</li>`).join('')}</ul>
<h3>${labels.byHand}</h3>
<ul>${unreached.map(({ reason, keys }) => `<li>${text(reason)}<ul>${keys.map((key) => `<li><code>${escaped(key)}</code></li>`).join('')}</ul></li>`).join('\n')}</ul>
</main>
</body>
</html>
`;
}
