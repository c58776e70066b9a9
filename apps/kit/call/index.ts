/**
 * Sound and picture. Load it lazily (`await import('@naervaer/kit/call')`): PeerJS is in it.
 */
export { createCall } from './call.ts';
export { createPhotos } from '../photo/index.ts';
export { CallStage } from './stage.tsx';
export type { CallStageProps } from './stage.tsx';
export type {
  CallOptions,
  CallPlace,
  Devices,
  OwnTrouble,
  Party,
  RoomCall,
  Side,
} from './types.ts';
