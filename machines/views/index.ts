export { boardView } from './board.ts';
export { lobbyView } from './lobby.ts';
export { consultationView } from './consultation.ts';
export { openConsultationsOf, participantOf } from './participants.ts';
