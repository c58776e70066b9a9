export { makeLab } from './lab.ts';
export type { Lab } from './lab.ts';
export { ownNamespaces, whyNoLab } from './place.ts';
export type { Condition } from './uplink.ts';
export { makeWires, PEERS, RELAY, SITE } from './wires.ts';
export type { Wires } from './wires.ts';
