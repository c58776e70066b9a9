import type { Run } from './run.ts';
import type { Scenario } from './scenarios.ts';
import { circumstances, tableOf } from './table.ts';

/**
 * `docs/network.md`, made of all results.
 * @param most runs of each client that count, the newest
 */
export function pageOf(
  results: readonly (readonly [Scenario, readonly Run[]])[],
  most: number,
  versions: string,
): string {
  return `# Calls on bad networks

\`\`\`
npm run network -- --list
npm run network -- --only blackout-20,loss --clients ours --runs 5
npm run network -- --runs 5 --write
\`\`\`

This page is written by the last of these. It needs Linux and root, and some hours for everything; results gather in \`test-results/network\`, so it can be done scenario by scenario (\`--missing\` goes on where it was stopped). \`tests/network/network.test.ts\` is the short form in every \`npm test\`.

## What stands where

Three network namespaces: one for each end with a real Chromium in it, and one in the middle with everything else: a TLS door on port 443, the media part of the sync server with its broker, PeerServer, and coturn with TLS on 443 at an address of its own, configured as [the relay](turn.md) has it in production. The test's own certificate authority is known to both browsers. Nothing is kept of it, also when the command is killed: whatever is left goes at the next start.

Between each end and the middle stands \`tests/network/lab/forwarder.py\`: it passes packets from one TUN device to another, in order, and delays, loses (each packet by itself, from a seed), limits and blocks them on the way. What waits for a limited rate is bounded to 300 ms of it, or three full packets where those are more. All trouble is on the waiter's network, in both directions; "delay 150 ms" is 150 ms there and 150 ms back.

**Nærvær** is the product's own page of a call (\`tests/e2e/media\`): engine, broker, call line and tokens are the real ones; the consultation's view comes from a stand-in. **Plain PeerJS** and **simple-peer** do what their own examples do, on the same relay, with a signalling server on the same machine. All have camera and microphone of Chromium's own (20 pictures a second; a voice-like sound that is never silent).

## What the columns say

Each run has two sides; the worse counts. Then the median of the runs.

- **picture**, **sound**: seconds from the network's return (in the rows without a blackout or a change: from opening the second page) to the first picture of the first second in which five were decoded, and to the first sound of the first second of which half is not made up. "never" is not within 30 seconds. Both are sampled ten times a second.
- **concealed**: share of the sound that the browser had to make up, after the sound was back (six seconds), or over fifteen seconds that begin ten after a lasting trouble came.
- **frames/s** in the same time.
- **path**: how the waiter's side reaches the network, then the other side where that differs: \`host\` is direct, \`srflx\`/\`prflx\` direct with an address that others saw, \`relay\` by coturn over UDP, TCP or TLS.
- **load**, **stall**: how busy the machine was (its load over a minute), and the longest time for which one of the pages got no processor. With a stall of much more than 0.2 s, the figures of that row say more of the machine than of the call.

## Goals

Picture within 3 s and sound within 2 s after any blackout up to 60 s, on each path; less than 2 % concealed at 10 % loss; less than 5 % concealed at 60 kbit/s, where Nærvær switches the picture off by intent, so that the sound holds (C2).

## Seen

${circumstances(results)}. ${versions}.

${tableOf(results, most)}
`;
}
