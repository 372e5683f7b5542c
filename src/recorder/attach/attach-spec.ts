import type { CommandSpec } from '../runner/run-command';
import { attachableProcess } from './attachable-process';

/**
 * What is to be recorded of a process that runs already.
 *
 * @param name what the user calls it; left away: its command line
 * @throws {Error} with a sentence: it can't be recorded
 */
export async function attachSpecOf(pid: number, seconds: number | null, name?: string): Promise<CommandSpec> {
  const { line, folder } = await attachableProcess(pid);
  return { name: name ?? line.replaceAll(/\s+/g, ' '), line, repeats: 1, start: { attach: { pid, seconds }, folder } };
}
