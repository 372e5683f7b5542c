/* Records tasks that do nothing: what is left is the cost of recording one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ThreadMeasurement } from '../../../src/workers/measure/thread-measurement';

const hash = { high: 0x1234, low: 0x5678 };

/** Nanoseconds per task, in this thread: times, CPU times, and the file. */
export function costOfRecording(tasks: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-recorder-cost-'));
  const epochNs = String(process.hrtime.bigint());
  const measurement = new ThreadMeasurement({ folder, epochNs, role: 'worker', worker: 0, kind: 'thread' });
  try {
    const started = process.hrtime.bigint();
    for (let item = 0; item < tasks; item++) {
      const task = measurement.tasks.begin(item, 0);
      measurement.tasks.write(measurement.tasks.endedAtOnce(task), hash);
    }
    measurement.flush();
    const ns = Number(process.hrtime.bigint() - started);
    if (measurement.trouble !== null) throw new Error(measurement.trouble);
    return ns / tasks;
  } finally {
    measurement.close(tasks, { utilisation: 0, p50: 0, p99: 0, max: 0, cpu: null, runDelay: null });
    rmSync(folder, { recursive: true, force: true });
  }
}
