import type { Machine } from '../../trace/machine';
import type { FinishedRun } from './finding';

/** Of the whole machine: from here on other programs disturb a run. */
export const noticeableLoad = 0.15;

/** Cores that other programs (and the system) used during a run's work; null where that was not measured. */
export function coresUsedByOthers(run: Pick<FinishedRun, 'numbers'>, machine: Machine): number | null {
  const { cores, coresUsed } = run.numbers;
  if (coresUsed === null || cores.length < machine.logicalCores) return null;
  return cores.reduce((sum, core) => sum + (core.busyShare ?? 0), 0) - coresUsed;
}

/** Whether others are known to have disturbed a run: what tasks lacked may then be just that. */
export function wasDisturbed(run: FinishedRun, machine: Machine): boolean {
  return (coresUsedByOthers(run, machine) ?? 0) >= noticeableLoad * machine.logicalCores;
}
