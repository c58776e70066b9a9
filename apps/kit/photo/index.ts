/**
 * The still photo (C5): the rear camera's full resolution, from whoever is with the citizen to the
 * clinician, end to end, in memory only. Load it with the call (`@naervaer/kit/call`).
 *
 * How a call's screen has it:
 *
 *     const photos = createPhotos({ call, consultationId, app: 'board' }); // beside createCall
 *     <CallStage call={call} photos={photos} … />
 *     // in the stage, a row of its own between the scene and the controls:
 *     <Photos photos={photos} />
 *     // among the controls:
 *     <PhotoButton photos={photos} />
 *
 * `createPhotos` belongs into the owner that creates the call: it ends with it. The call lends its
 * camera (`devices.lendCamera`) and takes less for its picture while one goes out (`holdPicture`).
 */
export { Photos } from './overlay.tsx';
export { PhotoButton } from './photo-button.tsx';
export { createPhotos } from './photos.ts';
export type {
  PhotoCall,
  Photos as PhotosOfCall,
  PhotosOptions,
  ReceivedPhoto,
  SentPhoto,
} from './photos.ts';
