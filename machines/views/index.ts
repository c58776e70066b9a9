export { boardView } from './board.ts';
export { lobbyView } from './lobby.ts';
export { consultationView } from './consultation.ts';
export { openConsultationsOf, participantOf } from './participants.ts';
export { involvementsOf } from './involvements.ts';
export type { Involvement } from './involvements.ts';
