import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shot } from './studio.ts';

const figure = ({ file, shape, language, theme }: Shot): string =>
  `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="${file}"></a>
   <figcaption>${shape} ${language} ${theme}</figcaption></figure>`;

/** Writes `index.html`: every picture on one page, a row for each scene. */
export async function writeSheet(folder: string, shots: readonly Shot[]): Promise<void> {
  const scenes = Map.groupBy(shots, ({ scene }) => scene);
  const rows = [...scenes].map(
    ([scene, of]) => `<h2>${scene}</h2><div>${of.map(figure).join('\n')}</div>`,
  );
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens of Nærvær</title><style>
  body { font: 14px system-ui, sans-serif; margin: 16px; background: #888; }
  div { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start; }
  figure { margin: 0; } img { height: 360px; display: block; } h2 { margin: 24px 0 8px; }
</style>\n<h1>${shots.length} pictures</h1>\n${rows.join('\n')}</html>\n`,
  );
}
