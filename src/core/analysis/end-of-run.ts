import type { RunManifest } from '../trace/run';

/** How a run ended, in a few words: the same on the terminal and in the window. */
export function endOfRun({ status, command }: Pick<RunManifest, 'status' | 'command'>): string {
  if (status === 'waiting') return 'waiting for its turn';
  if (status === 'recording') return 'running';
  if (status === 'recovered') return 'cut off';
  if (status === 'stopped') return 'stopped';
  if (command === undefined) return status;
  const { attached, exitCode, signal } = command;
  if (attached !== undefined && status === 'done') return 'recorded while it ran';
  if (signal !== null) return `ended by ${signal}`;
  // It failed by more than its exit code: the failure's sentence says by what.
  return exitCode === null || (status === 'failed' && exitCode === 0) ? status : `exit code ${exitCode}`;
}

/** The exit code of a command that says that it failed; null: it did not, or is no command. */
export const failingExit = ({ command }: Pick<RunManifest, 'command'>): number | null =>
  command === undefined || command.exitCode === 0 ? null : command.exitCode;
