export { escape, html, raw } from './html.ts';
export type { Html } from './html.ts';
export { languageOf } from './language.ts';
export type { Language } from './language.ts';
export { page, sendPage } from './page.ts';
export type { Page } from './page.ts';
export { handleStatic } from './static.ts';
