import type { Plugin } from 'vite';

/** Files of `public/` that the shell needs; everything built is found by itself. */
const PUBLIC = ['manifest.webmanifest', 'icon.svg', 'icon-192.png', 'icon-512.png'];

/** A version for the list: any change of any built file changes it. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36);
}

/** Builds `sw.js` beside the page, with the list of what this build consists of. */
export function shell(): Plugin {
  return {
    name: 'naervaer-tablet-shell',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      const id = new URL('./worker.ts', import.meta.url).pathname;
      this.emitFile({ type: 'chunk', id, fileName: 'sw.js' });
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') throw new Error('the shell worker was not built');
        const names = Object.keys(bundle).filter(
          (name) => name !== 'sw.js' && name !== 'index.html',
        );
        const page = bundle['index.html'];
        const content = page?.type === 'asset' ? String(page.source) : '';
        const files = ['', ...names.toSorted(), ...PUBLIC];
        worker.code = worker.code
          .replace('__VERSION__', fingerprint(content + files.join('\n')))
          .replace(/["'`]__FILES__["'`]/, JSON.stringify(JSON.stringify(files)));
      },
    },
  };
}
