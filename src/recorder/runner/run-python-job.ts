import type { WorkloadChoice } from '../../core/trace/comparison';
import type { JobMode, PythonChoice } from '../../core/trace/run';
import { pythonWorkloadById } from '../../workers/workloads';
import type { PythonParts } from './python-parts';
import { startLatencyServer, type LatencyServer } from './latency-server';
import { pythonDeathSentence } from './python-death';
import { failed, runJob, type JobEnd, type JobOptions } from './run-job';
import { spawnPython } from './spawn-python';

/** As `runJob`, with a host in Python, and the server that the workload talks with. */
export async function runPythonJob(
  workload: WorkloadChoice,
  { path: interpreter, version }: PythonChoice,
  mode: JobMode,
  { host: entry, latencyServer, cache }: PythonParts,
  options: JobOptions,
): Promise<JobEnd> {
  let server: LatencyServer | null = null;
  try {
    let host;
    try {
      server = await serverFor(workload, latencyServer);
      host = await spawnPython({ interpreter, entry, name: `Python ${version} ${mode}` });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ...failed(message), outcome: null, notices: [], neverWorked: true };
    }
    const port = server?.port ?? null;
    return await runJob(host, {
      ...options,
      spec: (begun) => ({ ...options.spec(begun), cache, port, recorder: begun.recorder }),
      death: pythonDeathSentence,
    });
  } finally {
    await server?.end();
  }
}

async function serverFor({ kind, id, parameters }: WorkloadChoice, entry: string): Promise<LatencyServer | null> {
  const parameter = kind === 'built-in' ? pythonWorkloadById(id)?.server : undefined;
  return parameter === undefined ? null : startLatencyServer(entry, parameters[parameter] ?? 0);
}
