import { installedElectron } from './electron-dist.mjs';
import { Failure } from './failure.mjs';
import { sayLoudly } from './say.mjs';

/** Refuses the fallback runtime in a release; otherwise says loudly what the package is. */
export function checkRuntime({ release }, electron = installedElectron()) {
  if (!electron) throw new Failure('Electron’s binary is not in node_modules/electron/dist', 'run "npm run setup"');
  if (!electron.fallback) return;
  if (release) {
    throw new Failure(
      `a release must not contain the fallback runtime (Electron ${electron.version}), and that is what is installed`,
      'get the official one where GitHub can be reached: JUGGLER_ELECTRON=official npm run setup',
    );
  }
  sayLoudly([
    `DEVELOPMENT PACKAGE: it contains the fallback runtime (Electron ${electron.version}).`,
    'Good for trying and testing on Linux x64; not for users. "--release" refuses it.',
  ]);
}
