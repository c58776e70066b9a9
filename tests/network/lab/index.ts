export { makeWires, PEERS, RELAY, SITE } from './wires.ts';
export type { Wires } from './wires.ts';
