// `npm run fuzz`: the fuzzers of test/fuzz for as long as wanted, pass after pass, each with the next seed.
// npm run fuzz -- [--minutes N] [--rounds N] [--seed S] [--round N] [name…]
import { readdirSync } from 'node:fs';
import { ensureBuilt } from './lib/build.mjs';
import { Failure, runMain } from './lib/failure.mjs';
import { parseFuzzArguments } from './lib/fuzz-arguments.mjs';
import { inProject } from './lib/project.mjs';
import { say, sayHeading } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';
import { runTool } from './lib/tools.mjs';

await runMain(async () => {
  const { minutes, rounds, seed, round, names } = parseFuzzArguments(process.argv.slice(2), fuzzerNames());
  await setUp({ tests: true });
  await ensureBuilt();
  const firstSeed = seed ?? Date.now() % 2 ** 31;
  const files = names.map((name) => inProject('test/fuzz', `${name}.test.`));
  const deadlineMs = Date.now() + minutes * 60_000;
  for (let pass = 0; pass === 0 || Date.now() < deadlineMs; pass++) {
    const thisSeed = firstSeed + pass;
    sayHeading(`Pass ${pass + 1}, seed ${thisSeed}`);
    const code = await runTool('vitest', ['--project', 'fuzz', ...files], {
      env: {
        ...process.env,
        JUGGLER_FUZZ_SEED: String(thisSeed),
        JUGGLER_FUZZ_ROUNDS: String(round === undefined ? rounds : 1),
        JUGGLER_FUZZ_FIRST_ROUND: String(round ?? 0),
        ...(round === undefined && { JUGGLER_FUZZ_DEADLINE_MS: String(deadlineMs) }),
      },
    });
    if (code !== 0)
      throw new Failure(`a fuzzer failed with seed ${thisSeed}`, 'the line "repeat it:" above has the command');
    if (round !== undefined) break;
  }
  say(`\nno failure; first seed ${firstSeed}`);
});

function fuzzerNames() {
  return readdirSync(inProject('test/fuzz'))
    .filter((file) => file.includes('.test.'))
    .map((file) => file.slice(0, file.indexOf('.test.')));
}
