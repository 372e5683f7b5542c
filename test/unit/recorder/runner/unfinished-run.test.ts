import { describe, expect, it } from 'vitest';
import { EventEmitter } from 'node:events';
import { deferred } from '../../../../src/workers/run/deferred';
import type { ChildHandle } from '../../../../src/recorder/runner/spawn';
import { runJob, type JobOptions } from '../../../../src/recorder/runner/run-job';

/** A host that answers as it is told and is gone then; no process. */
function hostThatFinishes(items: number, tasksFinished: number): ChildHandle {
  const said = new EventEmitter();
  const exit = deferred<{ code: number; signal: null }>();
  const result = {
    items,
    tasksFinished,
    checksum: '0',
    startupCpuMs: 1,
    workCpuMs: 1,
    startupMs: 1,
    workMs: 1,
    eventLoops: [],
    notices: [],
  };
  return {
    // No process has this number.
    pid: 2 ** 30,
    ownGroup: false,
    exited: exit.promise,
    stdout: null,
    stderr: null,
    post: (message) => {
      const { type } = message as { type: string };
      if (type === 'prepare') said.emit('message', { type: 'prepared' });
      if (type !== 'start') return;
      said.emit('message', { type: 'finished', result });
      exit.resolve({ code: 0, signal: null });
    },
    onMessage: (listener) => void said.on('message', listener),
    kill: () => undefined,
    related: () => [],
  };
}

const options: JobOptions = {
  begin: () => Promise.resolve({ folder: '/nowhere', recorder: 1 }),
  spec: ({ folder }) => ({
    runId: 'threads-1',
    folder,
    workload: { kind: 'built-in', id: 'primes', title: 'Primes', items: 4, seed: 1, parameters: {} },
    mode: 'threads',
    workers: 2,
    inFlight: 1,
  }),
  death: () => 'it died',
  timeLimitMs: null,
  signal: new AbortController().signal,
  onPhase: () => undefined,
};

describe('a job that says it has finished', () => {
  it('is done if all of its items were run', async () => {
    expect(await runJob(hostThatFinishes(4, 4), options)).toMatchObject({ status: 'done', failure: null });
  });

  it('has failed if some were not, with a sentence', async () => {
    for (const finished of [0, 3]) {
      const end = await runJob(hostThatFinishes(4, finished), options);
      expect(end).toMatchObject({ status: 'failed', outcome: null });
      expect(end.failure!.message).toContain(`Only ${finished} of 4 items were run`);
    }
  });
});
