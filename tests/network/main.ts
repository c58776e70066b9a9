import { makeLab } from './lab/index.ts';
import { runOnce } from './run.ts';
import { SCENARIOS } from './scenarios.ts';
import type { Client } from './clients.ts';
const lab = await makeLab();
try {
  for (const name of (process.argv[3] ?? 'clean').split(',')) {
    const s = SCENARIOS.find((s) => s.name === name);
    if (!s) continue;
    const { run, trace } = await runOnce(lab, process.argv[2] as Client, s, 1);
    console.log(JSON.stringify(run, null, 1));
    console.log(
      trace.messages,
      trace.sides.map((x) => x.changes),
    );
  }
} finally {
  await lab.close();
}
