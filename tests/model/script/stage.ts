import {
  nextPairDeadline,
  nextRoomDeadline,
  ordersOf,
  pairMachine,
  roomMachine,
} from '@naervaer/machines/call';
import type { PairEvent, PairSnapshot, RoomEvent, RoomSnapshot } from '@naervaer/machines/call';
import {
  clinicMachine,
  consultationIn,
  entriesOf,
  nextDeadline as clinicDeadline,
  openEntriesOf,
  refusalOf,
} from '@naervaer/machines/clinic';
import type { ClinicEvent } from '@naervaer/machines/clinic';
import { consultationMachine, isOver, sideOf } from '@naervaer/machines/consultation';
import type { Clinician, ConsultationEvent, Request } from '@naervaer/machines/consultation';
import type {
  ConsultationId,
  ConsultationState,
  Outcome,
  PeerId,
  PersonId,
} from '@naervaer/machines/protocol';
import { nextDeadline as tabletDeadline, stepOf, tabletMachine } from '@naervaer/machines/tablet';
import type { TabletEvent } from '@naervaer/machines/tablet';
import type { AnyStateMachine, AnyMachineSnapshot } from 'xstate';
import { stateOf, takenBy } from '../branches.ts';
import { CLINIC, clinician, consultationId, request, roomId } from '../people.ts';
import type { MachineName } from '../walks/index.ts';
import { DOCTORS, TABLETS, firstCall, firstTablet, isPeerNamed, stateOfCall } from './world.ts';
import type {
  CallPage,
  CaregiverName,
  Doctor,
  DoctorName,
  Tablet,
  TabletName,
  World,
} from './world.ts';

/** `Omit` that keeps a union a union. */
type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never;

const DOCTOR: Readonly<Record<DoctorName, Clinician>> = {
  anne: clinician(1),
  henrik: clinician(2),
};
export const CITIZEN: Readonly<Record<CaregiverName, number>> = { mette: 0, jonas: 1 };
const personIdOf = (person: CaregiverName): PersonId => person as string as PersonId;
/** Whoever the other side is: a page that is loaded anew comes with another address. */
const PEER = 'peer' as PeerId;
const CHOSEN = { clinicId: CLINIC.clinicId, name: CLINIC.name, ydernummer: CLINIC.ydernummer };

/**
 * Plays one move on a world: sends events into the machines and carries what follows from one to
 * the other, as server and pages do – outcomes, views, lobbies, presence, peers and streams.
 */
export class Stage {
  world: World;
  /** `machine: branch` and `machine: state`, in the order in which they came. */
  readonly taken: string[] = [];
  constructor(world: World) {
    this.world = world;
  }

  get now(): number {
    return this.world.now;
  }
  tablet(name: TabletName): Tablet {
    return this.world.tablets[name];
  }
  doctor(name: DoctorName): Doctor {
    return this.world.doctors[name];
  }
  setTablet(name: TabletName, change: Partial<Tablet>): void {
    const changed = { ...this.tablet(name), ...change };
    this.world = { ...this.world, tablets: { ...this.world.tablets, [name]: changed } };
  }
  setDoctor(name: DoctorName, change: Partial<Doctor>): void {
    const changed = { ...this.doctor(name), ...change };
    this.world = { ...this.world, doctors: { ...this.world.doctors, [name]: changed } };
  }
  clinicianOf(name: DoctorName): Clinician {
    return DOCTOR[name];
  }
  step(name: TabletName): ReturnType<typeof stepOf> {
    return stepOf(this.tablet(name).snapshot);
  }

  #note(machine: MachineName, definition: AnyStateMachine, from: unknown, event: object): unknown {
    const { keys, after } = takenBy(definition, from as AnyMachineSnapshot, event as never);
    for (const key of keys) this.taken.push(`${machine}: ${key}`);
    this.taken.push(`${machine}: ${stateOf(after)}`);
    return after;
  }

  tell(name: TabletName, event: Untimed<TabletEvent>): void {
    const { snapshot } = this.tablet(name);
    const timed = { ...event, at: this.now };
    const after = this.#note('tablet', tabletMachine, snapshot, timed) as typeof snapshot;
    this.setTablet(name, { snapshot: after });
  }

  /** @returns what the server says to it */
  ask(event: ClinicEvent): Outcome {
    const { clinic } = this.world;
    const refusal = refusalOf(clinic, event);
    if (refusal !== undefined) return { status: 'refused', code: refusal.code };
    for (const one of this.#consultationEvents(event)) {
      const consultation = consultationIn(clinic.context, one.consultationId);
      if (consultation === undefined) continue;
      const at = consultationMachine.resolveState(consultation);
      this.#note('consultation', consultationMachine, at, one);
    }
    const after = this.#note('clinic', clinicMachine, clinic, event) as typeof clinic;
    this.world = { ...this.world, clinic: after };
    return { status: 'accepted' };
  }

  #consultationEvents(event: ClinicEvent): ConsultationEvent[] {
    if (event.type === 'DEADLINE') {
      return openEntriesOf(this.world.clinic.context)
        .filter(([, { context }]) => (context.deadline ?? Infinity) <= event.at)
        .map(([id]) => ({ type: 'DEADLINE', at: event.at, consultationId: id }));
    }
    return 'consultationId' in event && event.type !== 'JOIN' ? [event] : [];
  }

  #pageOf(of: 'tablet' | 'doctor', name: string): CallPage | null {
    const own = of === 'tablet' ? this.tablet(name as TabletName) : this.doctor(name as DoctorName);
    return own.call;
  }

  #setPage(of: 'tablet' | 'doctor', name: string, call: CallPage): void {
    if (of === 'tablet') this.setTablet(name as TabletName, { call });
    else this.setDoctor(name as DoctorName, { call });
  }

  /** To the page's pair. */
  sendCall(of: 'tablet' | 'doctor', name: string, event: Untimed<PairEvent>): void {
    const page = this.#pageOf(of, name);
    if (page === null) return;
    const timed = { ...event, at: this.now };
    const pair = this.#note('call', pairMachine, page.pair, timed) as PairSnapshot;
    this.#setPage(of, name, { ...page, pair });
  }

  /** To the page's own devices. */
  sendRoom(of: 'tablet' | 'doctor', name: string, event: Untimed<RoomEvent>): void {
    const page = this.#pageOf(of, name);
    if (page === null) return;
    const timed = { ...event, at: this.now };
    const room = this.#note('room', roomMachine, page.room, timed) as RoomSnapshot;
    this.#setPage(of, name, { ...page, room });
  }

  /** Camera and microphone open, and the pair hears that there is something to send. */
  openDevices(of: 'tablet' | 'doctor', name: string): void {
    this.sendRoom(of, name, { type: 'MEDIA_READY', hasCamera: true, hasMicrophone: true });
    this.sendCall(of, name, { type: 'READY_CHANGED', isReady: true });
  }

  /** The button of a call that failed tells devices and pair. */
  again(of: 'tablet' | 'doctor', name: string): void {
    this.sendRoom(of, name, { type: 'RETRY' });
    this.sendCall(of, name, { type: 'RETRY' });
  }

  #endCall(of: 'tablet' | 'doctor', name: string): void {
    this.sendRoom(of, name, { type: 'ENDED' });
    this.sendCall(of, name, { type: 'ENDED' });
  }

  /** The two reach each other: the clinic's side calls, the other answers, and it flows. */
  #flow(of: 'tablet' | 'doctor', name: string): void {
    this.sendCall(of, name, { type: 'REACH_CHANGED', isReached: true });
    const before = this.#pageOf(of, name);
    if (before === null) return;
    const { answered } = before.pair.context.legs;
    const generation = (answered[PEER] ?? 0) + 1;
    if (of === 'tablet') this.sendCall(of, name, { type: 'CALL_CAME', peerId: PEER, generation });
    const { attempt } = ordersOf(this.#pageOf(of, name)?.pair ?? before.pair);
    if (attempt !== null)
      this.sendCall(of, name, { type: 'LEG_FLOWS', generation: attempt.generation });
  }

  #stop(of: 'tablet' | 'doctor', name: string): void {
    const page = this.#pageOf(of, name);
    const carrying = page && ordersOf(page.pair).carrying;
    if (carrying === null) return;
    this.sendCall(of, name, { type: 'LEG_STOPPED', generation: carrying });
    this.sendCall(of, name, { type: 'REACH_CHANGED', isReached: false });
  }

  /** Joins as the tablet's course says. */
  #join(name: TabletName): Outcome {
    const tablet = this.tablet(name);
    const { draft, consultation } = tablet.snapshot.context;
    if (consultation === null) return { status: 'refused', code: 'malformed' };
    const { person } = tablet;
    const citizen = tablet.isSameCitizen ? 1 - CITIZEN[person] : CITIZEN[person];
    const asked: Request = {
      ...request(0, 0, draft.way === 'withCpr' ? citizen : null),
      consultationId: consultation.consultationId,
    };
    const waiter = { ...asked.waiter, personId: personIdOf(person), name: person };
    return this.ask({ type: 'JOIN', at: this.now, ...asked, waiter });
  }

  /** What stayed in the outbox when the tablet moved on. */
  #send(name: TabletName): boolean {
    const { isOnline, unsent, person } = this.tablet(name);
    if (!isOnline || unsent === null) return false;
    this.setTablet(name, { unsent: null });
    const on = { at: this.now, consultationId: unsent.id, by: personIdOf(person) };
    if (unsent.type === 'LEAVE') this.ask({ type: 'LEAVE', ...on });
    else this.ask({ type: 'END', ...on, side: 'waiter' });
    return true;
  }

  #leave(name: TabletName): Outcome {
    const { person, snapshot } = this.tablet(name);
    const { consultation } = snapshot.context;
    if (consultation === null) return { status: 'refused', code: 'unknownConsultation' };
    const on = { at: this.now, consultationId: consultation.consultationId };
    return this.ask({ type: 'LEAVE', ...on, by: personIdOf(person) });
  }

  submit(name: TabletName): void {
    const joins = this.world.joins + 1;
    this.world = { ...this.world, joins };
    this.tell(name, { type: 'SUBMITTED', consultationId: consultationId(joins) });
  }

  /** Chooses the demo's clinic where none is chosen. */
  choose(name: TabletName): void {
    if (this.tablet(name).snapshot.context.clinic !== null) return;
    this.tell(name, { type: 'CLINIC_CHOSEN', clinic: CHOSEN });
    this.settle();
    if (this.tablet(name).snapshot.context.isDeviceKnown) this.checkQuietly(name);
  }

  checkQuietly(name: TabletName): void {
    const { isSpeakerBroken } = this.tablet(name);
    const speaker = isSpeakerBroken ? 'failed' : 'ok';
    const check = { camera: 'ok', microphone: 'ok', speaker, network: 'ok' } as const;
    this.tell(name, { type: 'CHECKED', check });
  }

  /** Is a person somewhere on the line? Then their sides are here. */
  #isHere(personId: string): boolean {
    if (DOCTORS.some((name) => DOCTOR[name].personId === personId && this.doctor(name).isOnline)) {
      return true;
    }
    return TABLETS.some((name) => {
      const { person, isOnline, snapshot } = this.tablet(name);
      return person === personId && isOnline && snapshot.value !== 'signedOut';
    });
  }

  #presence(): boolean {
    for (const [id, { context }] of openEntriesOf(this.world.clinic.context)) {
      for (const side of ['waiter', 'clinician'] as const) {
        const personId =
          side === 'waiter' ? context.request.waiter.personId : context.holder?.personId;
        if (personId === undefined || sideOf(context, personId) !== side) continue;
        const isHere = this.#isHere(personId);
        if (isHere === (context.awaySince[side] === null)) continue;
        this.ask({ type: isHere ? 'BACK' : 'AWAY', at: this.now, consultationId: id, side });
        return true;
      }
    }
    return false;
  }

  #course(name: TabletName): boolean {
    const { isOnline, snapshot } = this.tablet(name);
    const { context } = snapshot;
    const step = stepOf(snapshot);
    if (step === 'signingOut') {
      // The page goes away by itself, also without a network.
      this.setTablet(name, { snapshot: firstTablet(), hasSpare: false });
      return true;
    }
    if (isOnline && step === 'sending') {
      this.tell(name, { type: 'OUTCOME', of: 'join', outcome: this.#join(name) });
      return true;
    }
    if (isOnline && step === 'leaving') {
      this.tell(name, { type: 'OUTCOME', of: 'leave', outcome: this.#leave(name) });
      return true;
    }
    const mode = isOnline && context.clinic !== null ? this.world.clinic.value : null;
    if (snapshot.matches('desk') && context.clinicMode !== mode) {
      this.tell(name, { type: 'LOBBY_CHANGED', mode });
      return true;
    }
    const state = isOnline ? this.#stateOf(context.consultation?.consultationId) : undefined;
    if (state === undefined || !(step === 'waiting' || step === 'call')) return false;
    const isShown = step === 'waiting' ? state === 'waiting' : isCalled(state);
    if (isShown) return false;
    if (isOver(state)) this.#endCall('tablet', name);
    this.tell(name, { type: 'VIEW_CHANGED', state });
    return true;
  }

  #stateOf(id: ConsultationId | undefined): ConsultationState | undefined {
    return id && consultationIn(this.world.clinic.context, id)?.value;
  }

  /** Opens and closes the call pages, as the screens do. */
  #pages(): boolean {
    for (const name of TABLETS) {
      const { call, isSeen, camera, snapshot } = this.tablet(name);
      const isCall = stepOf(snapshot) === 'call';
      if (call !== null && !isCall) {
        this.setTablet(name, { call: null, isInCall: false });
        return true;
      }
      if (call === null && isCall && isSeen && camera === 'allowed') {
        this.openCall('tablet', name);
        this.openDevices('tablet', name);
        return true;
      }
    }
    for (const name of DOCTORS) {
      const { call, callOf, isOnline } = this.doctor(name);
      const held = openEntriesOf(this.world.clinic.context).find(
        ([, { context }]) => context.holder?.personId === DOCTOR[name].personId,
      )?.[0];
      if (!isOnline || callOf === (held ?? null)) continue;
      if (call !== null) {
        const over =
          callOf === null ? undefined : consultationIn(this.world.clinic.context, callOf);
        if (over !== undefined && isOver(over.value)) this.#endCall('doctor', name);
        this.setDoctor(name, { call: null, callOf: null, isInCall: false });
        return true;
      }
      this.setDoctor(name, { callOf: held ?? null });
      this.openCall('doctor', name);
      this.openDevices('doctor', name);
      return true;
    }
    return false;
  }

  /** A page that opens its call knows at once whether the other side is there. */
  openCall(of: 'tablet' | 'doctor', name: TabletName | DoctorName): void {
    const call = firstCall(of === 'doctor' ? 'leader' : 'follower');
    if (of === 'tablet') this.setTablet(name as TabletName, { call, isInCall: false });
    else this.setDoctor(name as DoctorName, { call, isInCall: false });
    const isPresent = this.#peerOf(of, name)?.isInCall ?? false;
    this.sendCall(of, name, { type: 'PEER_CHANGED', peerId: isPresent ? PEER : null });
  }

  #pairs(): { id: ConsultationId; tablets: TabletName[]; doctor: DoctorName | undefined }[] {
    return openEntriesOf(this.world.clinic.context).map(([id]) => ({
      id,
      tablets: TABLETS.filter(
        (name) => this.tablet(name).snapshot.context.consultation?.consultationId === id,
      ),
      doctor: DOCTORS.find((name) => this.doctor(name).callOf === id),
    }));
  }

  /** The other side's page, when it is in the call and on the line. */
  #peerOf(of: 'tablet' | 'doctor', name: string): Tablet | Doctor | undefined {
    const pair = this.#pairs().find(({ tablets, doctor }) =>
      of === 'tablet' ? tablets.includes(name as TabletName) : doctor === name,
    );
    if (pair === undefined) return undefined;
    const others: (Tablet | Doctor)[] =
      of === 'doctor'
        ? pair.tablets.map((each) => this.tablet(each))
        : pair.doctor === undefined
          ? []
          : [this.doctor(pair.doctor)];
    const own = of === 'tablet' ? this.tablet(name as TabletName) : this.doctor(name as DoctorName);
    return own.isOnline ? others.find((each) => each.isInCall && each.isOnline) : undefined;
  }

  /** Whoever has a camera says so to the clinic. */
  #enter(): boolean {
    for (const { id, tablets, doctor } of this.#pairs()) {
      for (const name of tablets) {
        const { call, isInCall, isOnline, person } = this.tablet(name);
        if (call?.room.value !== 'open' || isInCall || !isOnline) continue;
        this.setTablet(name, { isInCall: true });
        const on = { at: this.now, consultationId: id };
        this.ask({ type: 'ENTER', ...on, by: personIdOf(person), side: 'waiter' });
        return true;
      }
      if (doctor === undefined) continue;
      const { call, isInCall, isOnline } = this.doctor(doctor);
      if (call?.room.value !== 'open' || isInCall || !isOnline) continue;
      this.setDoctor(doctor, { isInCall: true });
      const on = { at: this.now, consultationId: id };
      this.ask({ type: 'ENTER', ...on, by: DOCTOR[doctor].personId, side: 'clinician' });
      return true;
    }
    return false;
  }

  #calls(): boolean {
    const all = [
      ...TABLETS.map((name) => ({ of: 'tablet' as const, name, own: this.tablet(name) })),
      ...DOCTORS.map((name) => ({ of: 'doctor' as const, name, own: this.doctor(name) })),
    ];
    for (const { of, name, own } of all) {
      if (own.call === null) continue;
      const state = stateOfCall(own.call);
      if (state === 'ended') continue;
      const peer = this.#peerOf(of, name);
      const isPresent = peer !== undefined;
      const flows = own.isOnline && own.isInCall && isPresent && !this.world.isRelayDead;
      // Where somebody is cut off, the picture stops before the list of who is there says so.
      if (state === 'connected' && !flows && !this.#isReloading) {
        this.#stop(of, name);
        return true;
      }
      // Without a network the last view stays: the other side is still listed there.
      if (own.isOnline && isPeerNamed(own.call) !== isPresent) {
        this.sendCall(of, name, { type: 'PEER_CHANGED', peerId: isPresent ? PEER : null });
        return true;
      }
      if (state === 'connected' && !flows) {
        this.#stop(of, name);
        return true;
      }
      if (flows && ['connecting', 'healing', 'failed'].includes(state)) {
        this.#flow(of, name);
        return true;
      }
    }
    return false;
  }
  #isReloading = false;

  /** The page is loaded anew: its address at the broker goes before its picture does. */
  reload(of: 'tablet' | 'doctor', name: TabletName | DoctorName): void {
    this.#isReloading = true;
    if (of === 'tablet') this.setTablet(name as TabletName, { call: null, isInCall: false });
    else this.setDoctor(name as DoctorName, { call: null, callOf: null, isInCall: false });
    while (this.#calls());
    this.#isReloading = false;
    this.settle();
  }

  /** Until nothing follows any more. */
  settle(): void {
    for (let round = 0; round < 200; round += 1) {
      const isMoved =
        TABLETS.some((name) => this.#send(name) || this.#course(name)) ||
        this.#presence() ||
        this.#pages() ||
        this.#enter() ||
        this.#calls();
      if (!isMoved) return;
    }
    throw new Error('what follows never ends');
  }

  /** The next instant at which something happens by itself. */
  nextDeadline(): number | undefined {
    const all = [
      clinicDeadline(this.world.clinic),
      ...TABLETS.map((name) => tabletDeadline(this.tablet(name).snapshot)),
      ...[
        ...TABLETS.map((name) => this.tablet(name)),
        ...DOCTORS.map((name) => this.doctor(name)),
      ].flatMap(({ call }) => (call === null ? [] : deadlinesOf(call))),
    ].filter((due) => typeof due === 'number');
    return all.length === 0 ? undefined : Math.min(...all);
  }

  /** Lets time pass; what is due meanwhile happens, in its order. */
  pass(until: number): void {
    for (;;) {
      const due = this.nextDeadline();
      if (due === undefined || due > until) break;
      this.world = { ...this.world, now: Math.max(this.now, due) };
      this.wake();
      this.settle();
      if (this.nextDeadline() === due) throw new Error('a deadline that nothing ends');
    }
    this.world = { ...this.world, now: Math.max(this.now, until) };
  }

  wake(): void {
    const at = this.now;
    const isDue = (due: number | null | undefined): boolean => typeof due === 'number' && due <= at;
    for (const name of TABLETS) {
      if (isDue(tabletDeadline(this.tablet(name).snapshot))) this.tell(name, { type: 'DEADLINE' });
      this.#wakeCall('tablet', name);
    }
    for (const name of DOCTORS) {
      this.#wakeCall('doctor', name);
    }
    if (isDue(clinicDeadline(this.world.clinic))) this.ask({ type: 'DEADLINE', at });
  }

  #wakeCall(of: 'tablet' | 'doctor', name: string): void {
    const page = this.#pageOf(of, name);
    if (page === null) return;
    const isDue = (due: number | null): boolean => due !== null && due <= this.now;
    if (isDue(nextPairDeadline(page.pair))) this.sendCall(of, name, { type: 'DEADLINE' });
    if (isDue(nextRoomDeadline(page.room))) this.sendRoom(of, name, { type: 'DEADLINE' });
  }

  /** A claim by a doctor of the row of a person. */
  claim(name: DoctorName, id: ConsultationId): void {
    const room = roomId(entriesOf(this.world.clinic.context).length);
    this.ask({ type: 'CLAIM', at: this.now, consultationId: id, by: DOCTOR[name], roomId: room });
  }
}

const deadlinesOf = ({ room, pair }: CallPage): readonly (number | null)[] => [
  nextPairDeadline(pair),
  nextRoomDeadline(room),
];
const isCalled = (state: string): boolean => ['called', 'ongoing', 'interrupted'].includes(state);

/** What comes of a move, and what it takes in the machines. */
export function played(
  world: World,
  move: { play(stage: Stage): void },
): { readonly after: World; readonly taken: readonly string[] } {
  // A second passes between any two moves, so that the newer of two messages is told apart.
  const stage = new Stage({ ...world, now: world.now + 1000 });
  move.play(stage);
  return { after: stage.world, taken: [...new Set(stage.taken)] };
}
