import { defineConfig, type UserConfig } from 'vite';
import solid from 'vite-plugin-solid';
import { compress } from './compress.ts';

export interface AppOptions {
  /** Where the app lives on the server, with both slashes: `/board/`. */
  readonly base: `/${string}/`;
  /** Further plugins of this one app. */
  readonly plugins?: UserConfig['plugins'];
}

/**
 * One app's build: static files under `dist`, for a page whose policy is `script-src 'self'` and
 * `style-src 'self'`. Nothing is inlined, no third party is named; compressed copies lie beside.
 */
export function appConfig({ base, plugins = [] }: AppOptions): UserConfig {
  return defineConfig({
    base,
    // Two copies of these would be two reactive systems, or two kinds of document.
    resolve: { dedupe: ['solid-js', 'yjs', 'xstate'] },
    plugins: [solid(), ...plugins, compress()],
    build: {
      target: 'es2022',
      outDir: 'dist',
      emptyOutDir: true,
      // A data: URL would need `font-src data:` and `img-src data:` in the policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
    },
  });
}
