import type { CommandInput, CommandType, Outcome } from '@naervaer/machines/protocol';
import type { Page } from '../facts.ts';

/** `Anna` of `Anna's tablet`: a story knows her by that name. */
export const ownerOf = ({ device }: Pick<Page, 'device'>): string =>
  device.replace(/['’]s? .*$/, '');

const NOUNS: Readonly<Record<CommandType, string>> = {
  saveProfile: 'profile',
  joinOnBehalf: 'join',
  joinWithoutCpr: 'join without CPR',
  leaveQueue: 'leaving of the queue',
  openClinic: 'opening of the clinic',
  closeClinic: 'closing of the clinic',
  claim: 'claim',
  release: 'putting back',
  reject: 'rejection',
  tellWaiters: 'message to the waiters',
  enterCall: 'entering of the call',
  endCall: 'ending of the call',
};

/** `Anna's join` */
export const commandOf = (page: Pick<Page, 'device'>, { type }: CommandInput): string =>
  `${ownerOf(page)}'s ${NOUNS[type]}`;

/** The last signs of an id, as a story tells commands of the same kind apart. */
export const short = (id: string): string => `(…${id.slice(-4)})`;

export const outcomeIn = (outcome: Outcome): string =>
  outcome.status === 'accepted' ? 'accepted' : `refused (${outcome.code})`;
