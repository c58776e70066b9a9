export * from './mailbox.ts';
export type { Sender } from './translate.ts';
