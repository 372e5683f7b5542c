import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { electronArguments, electronProgram } from '../electron.mjs';
import { projectRoot } from '../../../scripts/lib/project.mjs';
import { installProbe } from './probe.mjs';

/**
 * The app with a user's folder of its own and a probe in its page (`probe.mjs`). Ends and cleans up after `use`.
 *
 * @param options `folder`: of the application, the project's unless given; `library`: for JUGGLER_LIBRARY
 */
export async function withApp({ folder = projectRoot, library, args = [] }, use) {
  const own = mkdtempSync(join(tmpdir(), 'juggler-bench-app-'));
  const app = await _electron.launch({
    executablePath: electronProgram(),
    args: [...electronArguments(), folder, ...args],
    env: { ...process.env, JUGGLER_USER_DATA: join(own, 'user'), JUGGLER_LIBRARY: library ?? join(own, 'library') },
  });
  try {
    const page = await app.firstWindow();
    await page.waitForSelector('button');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setSize(1600, 1000));
    // The port to the recorder comes with each load of the page: the probe must be there before.
    await app.context().addInitScript(installProbe);
    await page.reload();
    await page.waitForSelector('button');
    return await use({ app, page, own });
  } finally {
    await app.close();
    rmSync(own, { recursive: true, force: true });
  }
}

/** What to add to the page's `performance.now()` to get CLOCK_MONOTONIC, in ms; and how far off it may be. */
export async function monotonicOffset(app) {
  return app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0];
    // This runs in Electron's main process and can use nothing of this file.
    // oxlint-disable-next-line unicorn/consistent-function-scoping
    const now = () => Number(process.hrtime.bigint()) / 1e6;
    let best = { offsetMs: 0, errorMs: Number.POSITIVE_INFINITY };
    for (let attempt = 0; attempt < 50; attempt++) {
      const before = now();
      const there = await webContents.executeJavaScript('performance.now()');
      const after = now();
      const errorMs = (after - before) / 2;
      if (errorMs < best.errorMs) best = { offsetMs: (before + after) / 2 - there, errorMs };
    }
    return best;
  });
}
