// `npm start`: set-up, build, and the app; without a display the main job in the terminal.
// Further arguments are passed on: npm start -- FILE
import { createRequire } from 'node:module';
import { ensureBuilt } from './lib/build.mjs';
import { runChild } from './lib/child.mjs';
import { hasDisplay } from './lib/display.mjs';
import { runMain } from './lib/failure.mjs';
import { inProject, projectRoot } from './lib/project.mjs';
import { checkSandbox, runsAsRoot } from './lib/sandbox.mjs';
import { say } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  const args = process.argv.slice(2);
  const window = hasDisplay();
  await setUp({ window });
  await ensureBuilt();
  if (!window) {
    say('There is no display here (DISPLAY and WAYLAND_DISPLAY are not set), so Juggler compares in the terminal.\n');
    return runChild(process.execPath, [inProject('out/cli/index.js'), 'compare', ...args]);
  }

  if (!args.includes('--no-sandbox')) checkSandbox();
  const executable = createRequire(import.meta.url)('electron');
  return runChild(executable, [...chromiumFlags(), projectRoot, ...args]);
});

function chromiumFlags() {
  return [
    ...(runsAsRoot() ? ['--no-sandbox'] : []),
    ...(process.env.WAYLAND_DISPLAY && !process.env.DISPLAY ? ['--ozone-platform-hint=auto'] : []),
  ];
}
