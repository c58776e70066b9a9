import { branchesIn, stateNamesOf } from '../branches.ts';
import { MACHINE_NAMES, WALKS } from '../walks/index.ts';
import type { MachineName } from '../walks/index.ts';
import { plural, say, sayJson, tableOf } from './tables.ts';
import { nothingElse, parsed } from './usage.ts';
import type { Subcommand } from './usage.ts';

export const IN_A_SENTENCE: { readonly [TName in MachineName]: string } = {
  clinic: 'One clinic and its queue: closed, open, or closing and finishing the queue.',
  consultation: 'One citizen’s consultation, from waiting in the queue to its one end.',
  tablet: 'What a care worker’s tablet shows, from sign-in to logging the citizen out.',
  call: 'Sound and picture between two people: connecting, connected, weak, healing, failed.',
  room: 'Camera and microphone of one browser tab: asked for, denied, open, lost and found.',
};

export const list: Subcommand = {
  name: 'list',
  summary: 'the machines, each with its size and a sentence (also without a subcommand)',
  help: `npm run model -- list [--json]

The machines of Nærvær. A machine is a model of one thing, as a list of the states
that it can be in (such as “waiting”) and of the events that lead from one state to
the next (such as CLAIM: a doctor takes the patient). A transition is one event in
one state, with the condition under which it is taken. All tests of this command
are made from these lists.

  --json   the same for programs`,
  async run(given) {
    const { values, positionals } = parsed(given, { json: { type: 'boolean' } });
    nothingElse(positionals);
    const machines = MACHINE_NAMES.map((name) => ({
      name,
      states: stateNamesOf(WALKS[name].machine).length,
      events: WALKS[name].machine.events.length,
      transitions: branchesIn(WALKS[name].machine).length,
      about: IN_A_SENTENCE[name],
    }));
    if (values.json === true) sayJson(machines);
    else
      say(
        ...tableOf(
          machines.map(({ name, states, events, transitions, about }) => [
            name,
            plural(states, 'state'),
            plural(events, 'event'),
            plural(transitions, 'transition'),
            about,
          ]),
        ),
        '',
        'npm run model -- print tablet    shows one of them',
        'npm run model -- --help          tells what else there is',
      );
    return 0;
  },
};
