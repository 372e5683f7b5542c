// `npm run bench`: set-up, build, and the benchmarks of test/bench.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { Failure, runMain } from './lib/failure.mjs';
import { inProject } from './lib/project.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  await setUp({ tests: true });
  await ensureBuilt();
  const entry = inProject('test/bench/index.mjs');
  if (!existsSync(entry)) throw new Failure('there are no benchmarks yet (test/bench/index.mjs)');
  const { run } = await import(pathToFileURL(entry).href);
  return run?.(process.argv.slice(2));
});
