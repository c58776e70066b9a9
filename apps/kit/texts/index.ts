export * from './language.ts';
export * from './refusals.ts';
export * from './edges.ts';
export * from './words.ts';
export * from './format.ts';
