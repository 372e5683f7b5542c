import { asyncMode, serialMode } from './local-mode';
import type { ModeStarts } from './mode-run';
import { processMode } from './process-mode';
import { threadMode } from './thread-mode';

/** How each mode is run. */
export const modeStarts: ModeStarts = {
  serial: serialMode,
  async: asyncMode,
  threads: threadMode,
  processes: processMode,
};
