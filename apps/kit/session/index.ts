export { fetchDirectory, Unreachable } from './api.ts';
export { openSession } from './session.ts';
export type { Delivery, Line, Session, Vault } from './types.ts';
