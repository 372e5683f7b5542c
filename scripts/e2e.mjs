// `npm run e2e`: the tests that use the built app. Arguments go to Playwright: npm run e2e -- -g "stop"
// The virtual display is started by Playwright's global set-up (test/setup/xvfb.mjs).
import { ensureBuilt } from './lib/build.mjs';
import { runMain } from './lib/failure.mjs';
import { setUp } from './lib/setup.mjs';
import { runTool } from './lib/tools.mjs';

await runMain(async () => {
  await setUp({ tests: true });
  await ensureBuilt();
  return runTool('playwright', process.argv.slice(2));
});
