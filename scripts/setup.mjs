// Prepares a fresh clone: the locked dependencies, Electron's binary, the system's libraries.
// Built-in modules only, because it runs before `npm ci`. `--tests` adds what the tests need.
import { runMain } from './lib/failure.mjs';
import { installedElectron } from './lib/electron-dist.mjs';
import { say } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  await setUp({ tests: process.argv.includes('--tests') });
  const electron = installedElectron();
  say(
    `ready: Node ${process.versions.node}, ${electron ? `Electron ${electron.version}${electron.fallback ? ' (fallback runtime, for development and tests only)' : ''}` : 'no Electron'}`,
  );
});
