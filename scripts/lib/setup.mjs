import { ensureDependencies } from './dependencies.mjs';
import { ensureElectron } from './electron.mjs';
import { Failure, describeFailure } from './failure.mjs';
import { withLock } from './lock.mjs';
import { checkNode } from './node-version.mjs';
import { inProject } from './project.mjs';
import { say } from './say.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/**
 * Makes everything ready that building and running need. Each step returns at once when it was done before.
 * `tests` adds what the tests need. Without `window`, what only a window needs may fail: it is said, and no more.
 */
export async function setUp({ tests = false, window = true } = {}) {
  checkNode();
  const forWindow = window ? (step) => step() : sayFailure;
  await withLock(
    inProject('.cache/setup.lock'),
    async () => {
      await forWindow(() => ensureSystemPackages({ tests }));
      await ensureDependencies();
      await forWindow(() => ensureElectron());
    },
    { onWait: (pid) => say(`another set-up is running here (process ${pid}); waiting for it`) },
  );
}

async function sayFailure(step) {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`${describeFailure(error)}\n  (going on: it is needed for the window only)`);
  }
}
