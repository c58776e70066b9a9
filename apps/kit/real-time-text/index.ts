/** Text beside the voice, letter by letter (C6). */
export { TextButton } from './button.tsx';
export { RealTimeText } from './panel.tsx';
export type { RealTimeTextProps } from './panel.tsx';
export { createRealTimeText } from './real-time-text.ts';
export type { RealTimeText as RealTimeTextModel, TextLine } from './real-time-text.ts';
