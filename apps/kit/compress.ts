import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Text that shrinks; pictures and woff2 are compressed already. */
const SHRINKS = /\.(?:html|js|css|svg|webmanifest)$/;
/** Below this many bytes a second file saves no packet. */
const LEAST = 512;

const asBrotli = promisify(brotliCompress);
const asGzip = promisify(gzip);

async function compressFile(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < LEAST) return;
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await Promise.all([
    writeFile(`${path}.br`, await asBrotli(bytes, best)),
    writeFile(`${path}.gz`, await asGzip(bytes, { level: constants.Z_BEST_COMPRESSION })),
  ]);
}

/**
 * Lays a `.br` and a `.gz` beside each built text file, once and at full strength, so that the
 * server sends them as they are and spends nothing on compressing.
 */
export function compress(): Plugin {
  return {
    name: 'naervaer-compress',
    apply: 'build',
    enforce: 'post',
    // After the bundle is on the disk: then what `public/` holds is there too.
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      const names = await readdir(dir, { recursive: true });
      const texts = names.filter((name) => SHRINKS.test(name));
      await Promise.all(texts.map((name) => compressFile(join(dir, name))));
    },
  };
}
