import type { ScriptLanguage } from './language.ts';

const MINUTE = 60_000;

/** The script in plain English, for screens that are switched to English. */
export const en: ScriptLanguage = {
  quotes: ['“', '”'],
  and: 'and',
  devices: {
    one: 'Tablet 1',
    two: 'Tablet 2',
    anne: 'Computer 1',
    henrik: 'Computer 2',
    all: 'All',
  },
  deeds: {
    'clinic.OPEN': ({ quote, words }) =>
      `Press ${quote(words.board('clinic-bar', 'open'))} (or ${quote(words.board('clinic-bar', 'reopen'))} where it says so).`,
    'clinic.CLOSE': ({ quote, words }) => `Press ${quote(words.board('clinic-bar', 'close'))}.`,
    'clinic.TELL_ALL': ({ quote, words }) =>
      `Press ${quote(words.board('clinic-bar', 'tellAll'))}, choose ${quote(words.board('tell-dialog', 'minutes', 15))} and press ${quote(words.board('tell-dialog', 'send'))}.`,
    'consultation.CLAIM': ({ quote, words, row }) =>
      `Press ${quote(words.board('queue-row', 'start'))} at ${row}. If the browser asks for camera and microphone, say yes.`,
    'consultation.RELEASE': ({ quote, words }) =>
      `Press ${quote(words.board('call-view', 'release'))}.`,
    'consultation.REJECT': ({ quote, words, row, isHolding }) =>
      `Press ${quote(words.board('queue-row', 'reject'))} ${isHolding ? 'to the right of the picture' : `at ${row}`}, choose ${quote(words.instead.phone)} and press ${quote(words.board('reject-dialog', 'reject'))} in the window.`,
    'consultation.TELL': ({ quote, words, row }) =>
      `Press ${quote(words.board('queue-row', 'tell'))} at ${row}, choose ${quote(words.board('tell-dialog', 'minutes', 10))} and press ${quote(words.board('tell-dialog', 'send'))}.`,
    'consultation.ENTER': () =>
      'Reload the page (F5, or pull down from the top on a tablet) and wait until it is back.',
    'consultation.END': ({ quote, words }) => `Press ${quote(words.board('call-view', 'end'))}.`,
    'consultation.AWAY': ({ isDoctor }) =>
      `Switch the network off${isDoctor ? ' on the computer' : ''} (see the preparations) and wait 10 seconds.`,
    'consultation.BACK': () => 'Switch the network on again and wait up to 10 seconds.',
    'tablet.SIGNED_IN': ({ quote, typed, words, person, organisation }) =>
      `Press ${quote(words.tablet.signIn.again)}. If it is not there, press ${typed(organisation)}. Then press ${typed(person)}.`,
    'tablet.SIGN_OUT': ({ quote, words }) => `Press ${quote(words.tablet.menu)}.`,
    'tablet.SIGNED_OUT': ({ quote, words }) =>
      `Go to the extra tab and press ${quote(words.tablet.menu)} there. Close it and go back to the first tab.`,
    'tablet.PROFILE_SAVED': ({ quote, typed, words, workplace }) =>
      `Choose ${quote(words.roles.nurse)} and ${typed(workplace)} where they are not chosen, and press ${quote(words.tablet.profile.save)}.`,
    'tablet.EDIT_PROFILE': ({ quote, words }) => `Press ${quote(words.tablet.citizen.change)}.`,
    'tablet.TYPED': ({ quote, typed, words, citizen }) =>
      `Type ${typed(citizen.name)} into ${quote(words.tablet.citizen.name)} and leave the rest.`,
    'tablet.WITHOUT_CPR': ({ quote, words }) => `Press ${quote(words.tablet.citizen.without)}.`,
    'tablet.CLINIC_CHOSEN': ({ quote, typed, words, clinic, search }) =>
      `Type ${typed(search)} into ${quote(words.tablet.clinic.search)} and press ${typed(clinic)}.`,
    'tablet.CHECKED': ({ quote, words }) =>
      `Press ${quote(words.tablet.check.start)}, then ${quote(words.tablet.check.play)} and ${quote(words.tablet.check.yes)}, and at last ${quote(words.tablet.goOn)}.`,
    brokenCheck: ({ quote, words }) =>
      `Press ${quote(words.tablet.check.start)}, then ${quote(words.tablet.check.play)} and ${quote(words.tablet.check.no)}, and at last ${quote(words.tablet.goOn)}.`,
    'tablet.RECHECK': ({ quote, words }) => `Press ${quote(words.tablet.check.mend)}.`,
    'tablet.CONTINUE': ({ quote, typed, words, step, citizen }) => {
      if (step === 'citizen') {
        return `Type ${typed(citizen.number)} into ${quote(words.tablet.citizen.number)} and ${typed(citizen.name)} into ${quote(words.tablet.citizen.name)}, tick ${quote(words.tablet.citizen.attestation)} and press ${quote(words.tablet.citizen.log)}.`;
      }
      if (step === 'withoutCpr') {
        return `Tick ${quote(words.tablet.withoutCpr.agreed)} and press ${quote(words.tablet.goOn)}.`;
      }
      return `Press ${quote(step === 'check' ? words.tablet.check.skip : words.tablet.goOn)}.`;
    },
    sameCitizen: ({ quote, typed, words, other }) =>
      `Type the other tablet’s citizen: ${typed(other.number)} into ${quote(words.tablet.citizen.number)} and ${typed(other.name)} into ${quote(words.tablet.citizen.name)}. Tick the declaration and press ${quote(words.tablet.citizen.log)}.`,
    'tablet.BACK': ({ quote, words }) => `Press ${quote(words.tablet.back)}.`,
    'tablet.SUBMITTED': ({ quote, typed, words, reason }) =>
      `Type ${typed(reason)} into ${quote(words.tablet.reason.label)} and press ${quote(words.tablet.reason.start)}.`,
    'tablet.LEAVE': ({ quote, words }) =>
      `Press ${quote(words.tablet.waiting.leave)} and then ${quote(words.tablet.waiting.leaveYes)}.`,
    'tablet.HANG_UP': ({ quote, words }) => `Press ${quote(words.call.hangUp)}.`,
    'tablet.NEXT_CITIZEN': ({ quote, words }) => `Press ${quote(words.tablet.over.next)}.`,
    'tablet.LOG_CITIZEN_OUT': ({ quote, words }) => `Press ${quote(words.tablet.over.logOut)}.`,
    'tablet.ACTIVITY': () => 'Press anywhere on the screen.',
    'tablet.DEADLINE': ({ span }) => `Touch nothing and wait ${span}.`,
    'room.MEDIA_READY': () => 'Say yes to the browser’s question about camera and microphone.',
    'room.MEDIA_DENIED': () => 'Say no to the browser’s question (“Block”).',
    'room.RETRY': ({ quote, words }) =>
      `Allow camera and microphone (press the icon left of the address). Then press ${quote(words.call.retry)}.`,
    'call.RETRY': ({ quote, words }) => `Press ${quote(words.call.retry)}.`,
    hide: () => 'Open an empty tab on top, so that the tablet’s page is not seen. Leave it there.',
    show: () => 'Close the empty tab, so that the tablet’s page is seen again.',
    spare: () => 'Open the same address in another tab and go back to the first one.',
    overAnew: ({ quote, words }) =>
      `Open the same address in another tab. Press ${quote(words.tablet.over.logOut)} and then ${quote(words.tablet.menu)} there. Close it and go back to the first tab.`,
    sleep: () =>
      'Close the tab with the tablet’s page (or the browser). Wait a little over 5 minutes and open the address again.',
    openTell: ({ quote, words, row }) =>
      `Press ${quote(words.board('queue-row', 'tell'))} at ${row} and choose ${quote(words.board('tell-dialog', 'minutes', 10))}. Do not send it yet.`,
    sendTold: ({ quote, words }) =>
      `Press ${quote(words.board('tell-dialog', 'send'))} in the window that is still open.`,
    goIn: ({ quote, words }) =>
      `Press ${quote(words.tablet.call.enter)}. Leave the browser’s question about camera and microphone unanswered.`,
    forgetCamera: () =>
      'Reset the permission for camera and microphone (press the icon left of the address).',
    enter: ({ quote, typed, words, person, organisation }) =>
      `Press ${quote(words.tablet.signIn.again)}. If it is not there, press ${typed(organisation)}. Then press ${typed(person)}. Open the same address in another tab and go back to the first one.`,
    toClinic: ({ quote, typed, words, citizen, hasClinic, search, clinic }) =>
      `Go to the clinic: type ${typed(citizen.number)} and ${typed(citizen.name)}, tick the declaration and press ${quote(words.tablet.citizen.log)}.${hasClinic ? '' : ` Search for ${typed(search)} and press ${typed(clinic)}.`}`,
    toCheck: ({ quote, typed, words, citizen, search, clinic }) =>
      `Go to the check: type ${typed(citizen.number)} and ${typed(citizen.name)}, tick the declaration and press ${quote(words.tablet.citizen.log)}. Search for ${typed(search)}, press ${typed(clinic)} and then ${quote(words.tablet.goOn)}.`,
    toReason: ({ quote, typed, words, citizen, hasClinic, search, clinic }) =>
      `Go to the reason: type ${typed(citizen.number)} and ${typed(citizen.name)}, tick the declaration and press ${quote(words.tablet.citizen.log)}. ${hasClinic ? 'Press' : `Search for ${typed(search)}, press ${typed(clinic)} and then`} ${quote(words.tablet.goOn)}.`,
    join: ({ quote, typed, words, citizen, hasClinic, search, clinic, reason }) =>
      `Put ${citizen.name} in the queue: type ${typed(citizen.number)} and ${typed(citizen.name)}, tick the declaration and press ${quote(words.tablet.citizen.log)}. ${hasClinic ? 'Press' : `Search for ${typed(search)}, press ${typed(clinic)} and then`} ${quote(words.tablet.goOn)}. Type ${typed(reason)} as the reason and press ${quote(words.tablet.reason.start)}.`,
    joinWithout: ({ quote, typed, words, hasClinic, search, clinic, reason }) =>
      `Join the queue without a CPR number: press ${quote(words.tablet.citizen.without)}, tick ${quote(words.tablet.withoutCpr.agreed)} and press ${quote(words.tablet.goOn)}. ${hasClinic ? 'Press' : `Search for ${typed(search)}, press ${typed(clinic)} and then`} ${quote(words.tablet.goOn)}. Type ${typed(reason)} as the reason and press ${quote(words.tablet.reason.start)}.`,
  },
  states: {
    'clinic.closed': 'the clinic is closed',
    'clinic.open': 'the clinic is open',
    'clinic.closing': 'the clinic takes nobody new and finishes its queue',
    'consultation.waiting': 'the citizen waits in the queue',
    'consultation.called': 'the doctor has started, not both are in yet',
    'consultation.ongoing': 'the call is going on',
    'consultation.interrupted': 'one of the two has dropped out of the call',
    'consultation.ended': 'the call is over',
    'consultation.rejected': 'the doctor has rejected the video consultation',
    'consultation.cancelled': 'the queue was left',
    'consultation.expired': 'the place in the queue has expired',
    'tablet.signedOut': 'nobody is signed in on the tablet',
    'tablet.signingOut': 'the tablet signs out',
    'tablet.desk.profile': 'role and workplace',
    'tablet.desk.citizen': 'who the citizen is',
    'tablet.desk.withoutCpr': 'without a CPR number',
    'tablet.desk.clinic': 'which clinic',
    'tablet.desk.check': 'check of sound and picture',
    'tablet.desk.reason': 'the reason',
    'tablet.desk.done': 'the consultation is over',
    'tablet.desk.rejected': 'rejected',
    'tablet.desk.cancelled': 'the queue was left',
    'tablet.desk.expired': 'the place has expired',
    'tablet.attended.sending': 'being sent to the clinic',
    'tablet.attended.waiting': 'in the queue',
    'tablet.attended.leaving': 'on the way out of the queue',
    'tablet.attended.call': 'in the call',
    'call.connecting': 'connecting',
    'call.connected': 'sound and picture get through',
    'call.weak': 'the connection is bad, the picture gives way to the sound',
    'call.healing': 'the connection is gone and looked for',
    'call.failed': 'no connection',
    'call.ended': 'the call has ended',
    'room.acquiring': 'camera and microphone are being opened',
    'room.denied': 'camera and microphone are blocked',
    'room.open': 'camera and microphone are open',
    'room.elsewhere': 'the call is in another window',
    'room.ended': 'the call has ended',
  },
  sights: {
    picture: () => 'The other side’s picture is seen, and the sound gets through.',
    pictureAgain: () =>
      'The call is back: the other side’s picture is seen, and the sound gets through, once both are there.',
    rowHere: (name) => `${name} stands in the queue with the tick for being here.`,
    rowAway: (name) => `${name} stands in the queue as away, with the time since.`,
    rowGone: (name) => `${name} does not stand on the board any more.`,
    rowMessage: (name) => `The message stands at ${name}.`,
    nothing: () => 'The screens are as they were. No error.',
    counting: () => 'The number counts down.',
    camera: () => 'The browser’s question is on the screen.',
    dialog: () => 'The window is still open.',
    hidden: () => 'The tablet’s page is not seen.',
  },
  says: (quoted) => `It must say: ${quoted}${/[.!?…].$/u.test(quoted) ? '' : '.'}`,
  span(milliseconds) {
    if (milliseconds < MINUTE) return `${Math.round(milliseconds / 1000)} seconds`;
    const minutes = Math.round((milliseconds / MINUTE) * 2) / 2;
    return minutes === 1 ? 'one minute' : `${String(minutes).replace('.5', '½')} minutes`;
  },
  chapters: {
    first: {
      title: 'The first time on the tablet',
      goal: 'From sign-in to the queue and out again, with the check of the device.',
    },
    unchecked: {
      title: 'The check can be skipped',
      goal: 'The screen of the check, and a clinic that closes meanwhile.',
    },
    citizen: {
      title: 'The citizen’s screens',
      goal: 'Forward, back and log out, before a clinic is chosen.',
    },
    back: {
      title: 'Back from clinic and reason',
      goal: 'The back buttons once a clinic is chosen.',
    },
    closed: { title: 'The clinic closes and opens', goal: 'The tablet follows, wherever one is.' },
    queue: { title: 'Messages and rejection', goal: 'What the clinic says stands on the tablet.' },
    left: { title: 'Leave the queue', goal: 'The queue is left, with and without a CPR number.' },
    call: { title: 'The call', goal: 'Start, put back, reload, end and hang up.' },
    called: {
      title: 'Called in but not there',
      goal: 'The doctor ends or rejects before the tablet is in.',
    },
    gone: {
      title: 'The network drops in the call',
      goal: 'One, the other and both are gone and come back.',
    },
    lost: {
      title: 'The network is gone for a minute',
      goal: 'It is told that there is no connection, and the call comes back by itself.',
    },
    late: {
      title: 'The doctor is gone when the citizen comes in',
      goal: 'They find each other all the same.',
    },
    closing: {
      title: 'The clinic closes while somebody waits',
      goal: 'Those who wait are received.',
    },
    closingEnds: { title: 'The queue becomes empty', goal: 'The clinic closes fully by itself.' },
    offline: {
      title: 'No network before the queue',
      goal: 'What was written is kept and sent when the network is back.',
    },
    offlineOver: {
      title: 'No network out of the queue',
      goal: 'The next citizen need not wait for the network; a closed clinic is told.',
    },
    missed: {
      title: 'What happens while the network is gone',
      goal: 'The tablet shows how it ended.',
    },
    colleague: {
      title: 'A colleague writes meanwhile',
      goal: 'A message to somebody who was just called in.',
    },
    colleagueInCall: {
      title: 'A colleague writes during the call',
      goal: 'A message stops nothing.',
    },
    twoTablets: {
      title: 'The same citizen on two tablets',
      goal: 'A citizen stands in the queue once only.',
    },
    twoDevices: {
      title: 'The same care worker on two tablets',
      goal: 'The place follows the care worker.',
    },
    twoLeave: {
      title: 'One tablet leaves the queue, the other is called in',
      goal: 'Both show the same in the end.',
    },
    camera: { title: 'The camera asks', goal: 'The doctor ends while it asks, and after a no.' },
    cameraBack: { title: 'The camera is allowed after all', goal: 'A no can be undone.' },
    elsewhere: { title: 'Signed out somewhere else', goal: 'The screen says so, wherever one is.' },
    elsewhereQueue: { title: 'Signed out while in the queue', goal: 'The place is kept.' },
    elsewhereCall: {
      title: 'Signed out during check and call',
      goal: 'The screen says so there too.',
    },
    noRelay: {
      title: 'No way for sound and picture',
      goal: 'It is told clearly, and one can try again.',
    },
    idleStaff: {
      title: 'The care worker has left',
      goal: 'The tablet signs out by itself after five minutes.',
    },
    idleCitizen: {
      title: 'The tablet lies still',
      goal: 'The citizen is logged out after two minutes.',
    },
    idleReason: {
      title: 'The tablet lies still at the reason',
      goal: 'The same at reason and check.',
    },
    idleOver: {
      title: 'The tablet lies still afterwards',
      goal: 'The same when the consultation is over.',
    },
    asleep: {
      title: 'The tablet was closed',
      goal: 'After five minutes the care worker is signed out.',
    },
    asleepOver: {
      title: 'The tablet was closed afterwards',
      goal: 'The same when the consultation is over.',
    },
    uncalled: {
      title: 'Nobody comes in',
      goal: 'After three minutes the citizen is back at the same place.',
    },
    broken: { title: 'The call does not come back', goal: 'After ten minutes it is over.' },
    expired: {
      title: 'The place expires',
      goal: 'After half an hour without a network the place is gone.',
    },
    expiredIdle: {
      title: 'The place expires and the tablet lies still',
      goal: 'There too the citizen is logged out.',
    },
    expiredCall: {
      title: 'Called in and never seen again',
      goal: 'The place expires for one who was called in, too.',
    },
  },
  beginnings: {
    fresh:
      'A new demo (stop the server, delete the folder data, start again). Computer 1: Anne Klitgård is signed in; the clinic is closed. Tablet 1: opened in a new private window; nobody is signed in.',
    unchecked:
      'Computer 1: Anne Klitgård is signed in, the clinic is open, nobody waits. Tablet 1: opened in a new private window; Mette Skovbjerg is signed in and is asked for the citizen.',
    ready:
      'Computer 1: Anne Klitgård is signed in, the clinic is open, nobody waits. Tablet 1: Mette Skovbjerg is signed in and is asked for the citizen; the fields are empty. The device is checked and everything worked.',
    both: 'Computer 1: Anne Klitgård is signed in, the clinic is open, nobody waits. Tablet 1: Mette Skovbjerg is signed in. Tablet 2: Jonas Kærgaard is signed in. Both are asked for the citizen; the fields are empty. The device is checked on both.',
    same: 'Computer 1: Anne Klitgård is signed in, the clinic is open, nobody waits. Tablet 1 and tablet 2: Mette Skovbjerg is signed in on both. Both are asked for the citizen; the fields are empty. The device is checked on both.',
    asking:
      'Computer 1: Anne Klitgård is signed in, the clinic is open, nobody waits. Tablet 1: Mette Skovbjerg is signed in and is asked for the citizen; the fields are empty. Then reset the page’s permission for camera and microphone, so that the browser asks again.',
    signedOut:
      'Computer 1: Anne Klitgård is signed in, the clinic is open, nobody waits. Tablet 1: nobody is signed in. In the last check of the tablet the sound was answered with no.',
    broken:
      'Computer 1: Anne Klitgård is signed in, the clinic is open, nobody waits. Tablet 1: Mette Skovbjerg is signed in and is asked for the citizen; the fields are empty. In the last check of the tablet the sound was answered with no.',
    noRelay:
      'Stop the server and start it like this: `ICE_TRANSPORT_POLICY=relay TURN_URLS=turn:127.0.0.1:9 TURN_SECRET=none npm start`. Then there is no way for sound and picture. Computer 1: Anne Klitgård is signed in, the clinic is open, nobody waits. Tablet 1: Mette Skovbjerg is signed in and is asked for the citizen. The device is checked. Start the server as usual after the chapter.',
  },
  labels: {
    title: 'Nærvær: acceptance test step by step',
    intro:
      'Follow the steps in order. Do what stands on the left and see that the right is true. Tick it when it is; otherwise write what you saw. What stands in “ ” must stand on the screen just like that.',
    chapter: 'Chapter',
    goal: 'Goal',
    begin: 'Starting point',
    number: 'No.',
    do: 'Do',
    see: 'Then you must see',
    remark: 'Remark',
    tester: 'Tested by',
    date: 'Date',
    result: 'Result',
    passed: 'passed',
    failed: 'failed',
    version: 'Version',
    prepare: 'Preparations',
    long: 'Takes long',
    longText:
      'Here one waits three minutes or more. Place these chapters where something else can be done meanwhile.',
    covered: 'What has been tested',
    byHand: 'Cannot be done by hand',
    steps: 'steps',
    minutes: 'about ',
    devices: 'Uses',
    contents: 'Contents',
    needs: 'Also needs',
  },
  needs: { one: 'tablet 1', two: 'tablet 2', henrik: 'computer 2' },
  prepare: ({ quote, typed, words, clinic, citizen, other, workplace }) => [
    'You need two devices: a tablet (**tablet 1**, the care worker) and a computer (**computer 1**, the doctor). Some chapters also use another tablet (**tablet 2**) or another computer (**computer 2**); the chapter says so. With one machine only, use a private browser window for each device.',
    'Start the demo on the computer: `npm start`. Wait until the address is printed. For a real tablet read about address and https in docs/operating.md; the camera works on `localhost` or with https only. Switch every page to English.',
    `Computer 1: open <http://localhost:8080/board>. Press ${quote(words.board('sign-in', 'signIn'))} and then ${typed('Anne Klitgård')}. Computer 2 does the same with ${typed('Henrik Solvang')}.`,
    `Tablet 1: open <http://localhost:8080/tablet>. The care worker is ${typed('Mette Skovbjerg')} of ${typed('Aabjerg Kommune')}. Tablet 2: ${typed('Jonas Kærgaard')} of the same municipality. The first time, role and workplace are asked for: choose ${quote(words.roles.nurse)} and ${typed(workplace)}.`,
    `The citizens are invented; their CPR numbers have 60 added to the day. Tablet 1: ${typed(citizen.name)}, ${typed(citizen.number)}. Tablet 2: ${typed(other.name)}, ${typed(other.number)}. The clinic is ${typed(clinic)}, provider number 57584.`,
    'Switch the network off: flight mode on a real device. In a browser window on the same machine: press F12, choose the Network tab and change No throttling to Offline; leave the F12 window open. That does not stop sound and picture of a running call: in the chapters where the network is switched off during a call, use a real device in flight mode.',
    `To the starting point before each chapter: switch the network on; close extra tabs; end or reject everything on the board; open the clinic. On the tablet: press ${quote(words.tablet.over.logOut)} where the button is. Sign out and in when somebody else is to be there. If the tablet’s device has not been checked, go to ${quote(words.tablet.check.title)} once, press ${quote(words.tablet.check.start)}, ${quote(words.tablet.check.play)} and ${quote(words.tablet.check.yes)} (or ${quote(words.tablet.check.no)} where the starting point says so), then log the citizen out and sign out and in again.`,
  ],
  total: ({ steps, minutes, longMinutes, covered, all, states }) =>
    `${steps} steps, about ${minutes} minutes, and about ${longMinutes} minutes in the chapters that take long. The steps walk through ${covered} of the ${all} transitions of the four models (clinic, consultation, tablet, call) and all ${states} states. The rest cannot be made by hand; it stands below with the reason and is tested by the machine with \`npm run model\`.`,
};
