import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One run of a task file in a mode, as the runner starts it. Resolves to the job's own result (`JobResult`).
 *
 * @param entries folder with job-host.js and the workers' entries
 */
export async function runJob({ entries, file, mode, workers }) {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-bench-'));
  const workload = { kind: 'module', id: file, title: 'benchmark', items: null, seed: 1, parameters: {} };
  const spec = { runId: 'bench', folder, workload, mode, workers, inFlight: 64 };
  const host = fork(join(entries, 'job-host.js'), [], { serialization: 'advanced', stdio: 'inherit' });
  try {
    return await new Promise((resolve, reject) => {
      host.once('error', reject);
      host.once('exit', (code) => reject(new Error(`the job's host ended with ${code} before it had a result`)));
      host.on('message', (message) => {
        if (message.type === 'prepared') host.send({ type: 'start' });
        if (message.type === 'finished') resolve(message.result);
        if (message.type === 'failed') reject(new Error(message.failure.message));
      });
      host.send({ type: 'prepare', spec });
    });
  } finally {
    host.removeAllListeners('exit');
    await ended(host);
    rmSync(folder, { recursive: true, force: true });
  }
}

const patienceMs = 5_000;

/** It exits by itself after the result. */
function ended(host) {
  if (host.exitCode !== null || host.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => host.kill('SIGKILL'), patienceMs);
    host.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
