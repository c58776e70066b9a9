import type { Script, WrittenChapter } from './document.ts';

/** What would end a cell of a table. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function chapterOf({ labels }: Script, chapter: WrittenChapter): string[] {
  const { number, title, goal, begin, needs, minutes, steps } = chapter;
  return [
    `### ${labels.chapter} ${number}: ${title}`,
    '',
    `**${labels.goal}:** ${goal} (${steps.length} ${labels.steps}, ${labels.minutes}${minutes} min.)`,
    '',
    `**${labels.begin}:** ${begin}`,
    '',
    ...(needs.length === 0 ? [] : [`**${labels.needs}:** ${needs.join(', ')}`, '']),
    `| ☐ | ${labels.number} | ${labels.do} | ${labels.see} | ${labels.remark} |`,
    '|---|---|---|---|---|',
    ...steps.map(
      (step) =>
        `| ☐ | ${step.number} | **${step.device}:** ${cell(step.do)} | ${step.see
          .map(({ device, text }) => `**${device}:** ${cell(text)}`)
          .join('<br>')} |  |`,
    ),
    '',
  ];
}

/** The script as Markdown; what is to be ticked is a ☐. */
export function markdownOf(script: Script, version: string): string {
  const { labels, chapters, prepare, total, covered, unreached } = script;
  const long = chapters.filter(({ isLong }) => isLong);
  const short = chapters.filter(({ isLong }) => !isLong);
  return [
    `# ${labels.title}`,
    '',
    `${labels.version}: ${version} · ${labels.tester}: ____________ · ${labels.date}: ________ · ${labels.result}: ☐ ${labels.passed} ☐ ${labels.failed}`,
    '',
    labels.intro,
    '',
    `## ${labels.prepare}`,
    '',
    ...prepare.map((line, index) => `${index + 1}. ${line}`),
    '',
    `## ${labels.contents}`,
    '',
    ...chapters.map(
      ({ number, title, steps, minutes }) =>
        `- ${number}: ${title} (${steps.length} ${labels.steps}, ${labels.minutes}${minutes} min.)`,
    ),
    '',
    ...short.flatMap((chapter) => chapterOf(script, chapter)),
    `## ${labels.long}`,
    '',
    labels.longText,
    '',
    ...long.flatMap((chapter) => chapterOf(script, chapter)),
    `## ${labels.covered}`,
    '',
    total,
    '',
    ...covered.map(({ machine, made, of }) => `- ${machine}: ${made}/${of}`),
    '',
    `### ${labels.byHand}`,
    '',
    ...unreached.flatMap(({ reason, keys }) => [
      `- ${reason}`,
      ...keys.map((key) => `  - \`${key}\``),
    ]),
    '',
  ].join('\n');
}
