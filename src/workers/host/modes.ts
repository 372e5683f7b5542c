import { asyncMode, serialMode } from './local-mode';
import type { JobMode } from '../../core/trace/run';
import type { ModeStarts, StartMode } from './mode-run';
import { processMode } from './process-mode';
import { threadMode } from './thread-mode';

/** How each mode is run. */
const modeStarts: ModeStarts = {
  serial: serialMode,
  async: asyncMode,
  threads: threadMode,
  processes: processMode,
};

/** @throws {Error} for a mode of another language. */
export function modeStart(mode: JobMode): StartMode {
  const start = Object.hasOwn(modeStarts, mode) ? modeStarts[mode as keyof ModeStarts] : undefined;
  if (start === undefined) throw new Error(`JavaScript has no mode “${mode}”`);
  return start;
}
