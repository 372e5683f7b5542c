// `npm run dev`: set-up, and the app with its window loaded anew whenever a file of it changes.
import { Failure, runMain } from './lib/failure.mjs';
import { hasDisplay } from './lib/display.mjs';
import { checkSandbox, runsAsRoot } from './lib/sandbox.mjs';
import { setUp } from './lib/setup.mjs';
import { runTool } from './lib/tools.mjs';

await runMain(async () => {
  if (!hasDisplay()) throw new Failure('there is no display for the window', 'set DISPLAY, or use: npm run build');
  await setUp({ window: true });
  checkSandbox();
  return runTool('dev', [...(runsAsRoot() ? ['--noSandbox'] : []), ...process.argv.slice(2)]);
});
