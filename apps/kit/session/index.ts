export { fetchDirectory, Unreachable } from './api.ts';
export type { KeeperMessage } from './keeper-messages.ts';
export { openSession } from './session.ts';
export type { Delivery, Line, Session, Vault } from './types.ts';
export { handOver } from './worker-keeper.ts';
