/**
 * What a photo may take on its way through the server's memory (C5, SE3): pieces that the sending
 * tab has encrypted, `POST` and `GET /api/photos/{consultationId}/{photoId}/{index}` with
 * `application/octet-stream`, forgotten by `DELETE /api/photos/{consultationId}/{photoId}`, with the
 * room, and after `lifeMs`. The key goes from tab to tab; the server never has it.
 */
export const PHOTO_RELAY = {
  pieceBytes: 256 * 1024,
  pieces: 48,
  photoBytes: 12 * 1024 * 1024,
  /** Of one consultation at a time. */
  photos: 2,
  /** After its newest piece; five times as long after its first, whatever comes. */
  lifeMs: 120_000,
} as const;
