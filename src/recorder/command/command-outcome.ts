import type { RunOutcome } from '../../core/trace/run';
import type { OutputTail } from '../runner/output-tail';
import type { CommandRecorder } from './record-command';

/** What is known of a command at its end. @param output what it printed; null: that went elsewhere */
export function outcomeOf(recorder: CommandRecorder, output: OutputTail | null): RunOutcome {
  return {
    items: null,
    tasksFinished: null,
    checksum: null,
    startupCpuMs: 0,
    workCpuMs: recorder.cpuMs,
    startupMs: recorder.startupMs,
    workMs: recorder.wallMs,
    eventLoops: [],
    output: { tail: output?.tail ?? '', bytes: output?.bytes ?? 0 },
  };
}
