import { checkNode } from './node-version.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureElectron } from './electron.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { inProject } from './project.mjs';
import { say } from './say.mjs';
import { withLock } from './lock.mjs';

/** Makes everything ready that building and running need. Each step returns at once when it was done before. */
export async function setUp({ tests = false } = {}) {
  checkNode();
  await withLock(
    inProject('.cache/setup.lock'),
    async () => {
      ensureSystemPackages({ tests });
      ensureDependencies();
      await ensureElectron();
    },
    { onWait: (pid) => say(`another set-up is running here (process ${pid}); waiting for it`) },
  );
}
