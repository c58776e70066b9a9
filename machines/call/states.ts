/** The states of one pair of parties (`pair/`), in the order of a call that goes badly. */
export type PairState = 'connecting' | 'connected' | 'weak' | 'healing' | 'failed' | 'ended';
/** The states of the room as one tab has it (`room/`): `open` from the first own track to the end. */
export type RoomState = 'acquiring' | 'denied' | 'open' | 'elsewhere' | 'ended';
