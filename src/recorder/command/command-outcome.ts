import type { RunOutcome } from '../../core/trace/run';
import type { OutputTail } from '../runner/output-tail';
import type { CommandRecorder } from './record-command';

/**
 * What is known of a command at its end.
 *
 * @param output what it printed; null: that went elsewhere
 * @param usedMs by the kernel's account of it and all processes that were waited for; null: not known, or some outlived it
 */
export function outcomeOf(recorder: CommandRecorder, output: OutputTail | null, usedMs: number | null): RunOutcome {
  // The account has what came after the last record of each thread; exact threads have what was not waited for. Samples are worse.
  const { cpuMs } = recorder;
  return {
    items: null,
    tasksFinished: null,
    checksum: null,
    startupCpuMs: 0,
    workCpuMs: cpuMs === null || usedMs === null ? cpuMs : recorder.isExact ? Math.max(cpuMs, usedMs) : usedMs,
    startupMs: recorder.startupMs,
    workMs: recorder.wallMs,
    eventLoops: [],
    output: { tail: output?.tail ?? '', bytes: output?.bytes ?? 0 },
  };
}
