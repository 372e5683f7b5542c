/*
 * How long until the window can be used, against an Electron window with nothing but a button in it. Both are started
 * in turn by the same wrapper (startup/main.mjs), which says when the first button has been painted.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../scripts/lib/project.mjs';
import { electronProgram, electronArguments } from './electron.mjs';
import { row } from './row.mjs';
import { median } from './statistics.mjs';

export const name = 'startup';
export const title = 'Start of the app';

const repeats = 9;
const empty = join(import.meta.dirname, 'startup/empty.mjs');
const juggler = inProject('out/main/index.js');

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-startup-'));
  try {
    const times = { empty: [], juggler: [] };
    // The first of each fills the system's caches and the app's own folder.
    for (let repeat = -1; repeat < repeats; repeat++) {
      const ofEmpty = await timeToUsable(empty, join(folder, 'empty'));
      const ofJuggler = await timeToUsable(juggler, join(folder, 'juggler'));
      if (repeat < 0) continue;
      times.empty.push(ofEmpty);
      times.juggler.push(ofJuggler);
    }
    const ratios = times.juggler.map((time, index) => time / times.empty[index]);
    return [
      row('empty Electron window, usable after', median(times.empty), 'ms', { note: `median of ${repeats}` }),
      row('Juggler, usable after', median(times.juggler), 'ms', {
        note: `median of ${repeats}, in turn with the other`,
      }),
      row('Juggler against the empty window', median(ratios), '×', { max: 1.5 }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From before the process is made to after the frame with the first button, in ms. */
function timeToUsable(main, userData) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(
      electronProgram(),
      [...electronArguments(), join(import.meta.dirname, 'startup/main.mjs'), main],
      {
        env: { ...process.env, JUGGLER_USER_DATA: userData },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let text = '';
    child.stdout.on('data', (data) => (text += data));
    child.once('error', reject);
    child.once('exit', (code) => {
      const usable = /^usable (\d+)$/m.exec(text)?.[1];
      if (usable === undefined) reject(new Error(`${main} ended with ${code} and never had a button`));
      else resolve(Number(BigInt(usable) - started) / 1e6);
    });
  });
}
