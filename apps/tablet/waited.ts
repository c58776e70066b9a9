import type { ConsultationId } from '@naervaer/machines/protocol';

/**
 * When the people pressed the button: the first 48 bits of a UUIDv7 are the milliseconds since 1970
 * of the device that made it. So another device, and a reload, show the same wait.
 */
export const startedAt = (id: ConsultationId): number =>
  Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
