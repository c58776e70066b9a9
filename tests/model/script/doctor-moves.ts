import { consultationIn, waitingIn } from '@naervaer/machines/clinic';
import { AWAY, moveBy } from './move.ts';
import type { Move } from './move.ts';
import type { Stage } from './stage.ts';
import { openOf, rowOf } from './world.ts';
import type { CaregiverName, DoctorName, World } from './world.ts';

/** What is done at the clinic's board, and in its calls. */
export function doctorMoves(name: DoctorName): Move[] {
  /** At the board, and not in a call of one's own. */
  const isFree = (world: World): boolean =>
    world.doctors[name].isOnline && world.doctors[name].callOf === null;
  const move = moveBy(name);
  const holds = (world: World, ...states: readonly string[]): boolean => {
    const { callOf, isOnline } = world.doctors[name];
    const held = callOf === null ? undefined : consultationIn(world.clinic.context, callOf);
    return isOnline && held !== undefined && states.includes(held.value);
  };
  const onMine = (type: 'END' | 'RELEASE' | 'REJECT') => (stage: Stage) => {
    const id = stage.doctor(name).callOf;
    if (id === null) return;
    const by = stage.clinicianOf(name);
    const on = { at: stage.now, consultationId: id };
    if (type === 'END') stage.ask({ type, ...on, by: by.personId, side: 'clinician' });
    else if (type === 'RELEASE') stage.ask({ type, ...on, by });
    else stage.ask({ type, ...on, by, instead: 'phone', note: '' });
  };
  const rowMoves = (about: CaregiverName): Move[] => {
    const waits = (world: World): boolean =>
      isFree(world) &&
      world.doctors[name].telling === null &&
      rowOf(world, about)?.value === 'waiting';
    const onRow =
      (act: (stage: Stage, id: NonNullable<ReturnType<typeof openOf>>) => void) =>
      (stage: Stage): void => {
        const id = openOf(stage.world, about);
        if (id !== undefined) act(stage, id);
      };
    const moves = [
      move(
        'consultation.CLAIM',
        waits,
        onRow((stage, id) => stage.claim(name, id)),
      ),
      move(
        'consultation.REJECT',
        waits,
        onRow((stage, id) => {
          const by = stage.clinicianOf(name);
          const on = { at: stage.now, consultationId: id };
          stage.ask({ type: 'REJECT', ...on, by, instead: 'phone', note: '' });
        }),
      ),
      move(
        'consultation.TELL',
        waits,
        onRow((stage, id) => {
          stage.ask({ type: 'TELL', at: stage.now, consultationId: id, late: 10, text: '' });
        }),
      ),
      move(
        'openTell',
        waits,
        onRow((stage, id) => stage.setDoctor(name, { telling: id })),
      ),
    ];
    return moves.map((one) => ({ ...one, about }));
  };
  return [
    move(
      'clinic.OPEN',
      (world) => isFree(world) && world.clinic.value !== 'open',
      (stage) => stage.ask({ type: 'OPEN', at: stage.now, by: stage.clinicianOf(name) }),
    ),
    move(
      'clinic.CLOSE',
      (world) => isFree(world) && world.clinic.value === 'open',
      (stage) => stage.ask({ type: 'CLOSE', at: stage.now, by: stage.clinicianOf(name) }),
    ),
    move(
      'clinic.TELL_ALL',
      (world) => isFree(world) && waitingIn(world.clinic.context).length > 0,
      (stage) => {
        const by = stage.clinicianOf(name);
        stage.ask({ type: 'TELL_ALL', at: stage.now, by, late: 15, text: '' });
      },
    ),
    ...rowMoves('mette'),
    ...rowMoves('jonas'),
    move(
      'sendTold',
      (world) => world.doctors[name].telling !== null,
      (stage) => {
        const id = stage.doctor(name).telling;
        stage.setDoctor(name, { telling: null });
        if (id === null) return;
        stage.ask({ type: 'TELL', at: stage.now, consultationId: id, late: 10, text: '' });
      },
    ),
    move(
      'consultation.END',
      (world) => holds(world, 'called', 'ongoing', 'interrupted'),
      onMine('END'),
    ),
    move(
      'call.RETRY',
      (world) =>
        holds(world, 'called', 'ongoing') && world.doctors[name].call?.pair.value === 'failed',
      (stage) => stage.again('doctor', name),
    ),
    move('consultation.RELEASE', (world) => holds(world, 'called'), onMine('RELEASE')),
    move('consultation.REJECT', (world) => holds(world, 'called'), onMine('REJECT')),
    move(
      'consultation.AWAY',
      (world) => holds(world, 'called', 'ongoing', 'interrupted'),
      (stage) => stage.setDoctor(name, { isOnline: false }),
      AWAY,
    ),
    move(
      'consultation.BACK',
      (world) => !world.doctors[name].isOnline,
      (stage) => stage.setDoctor(name, { isOnline: true }),
    ),
    move(
      'consultation.ENTER',
      (world) => holds(world, 'ongoing', 'interrupted'),
      (stage) => stage.reload('doctor', name),
    ),
  ];
}
