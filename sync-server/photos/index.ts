export { createPhotoRoute } from './route.ts';
export { createPhotos } from './store.ts';
export type { Photos } from './store.ts';
