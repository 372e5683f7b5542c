import { expect, it } from 'vitest';
import type { RunNumbers } from '../../../../src/core/analysis/run-numbers';
import { numberRows } from '../../../../src/renderer/views/compare/side/number-rows';
import type { RunManifest } from '../../../../src/core/trace/run';
import { machine, run } from '../../../manifests';

const numbers: RunNumbers = {
  wallMs: 580,
  startupMs: 48,
  cpuMs: 2100,
  startupCpuMs: 40,
  stolenMs: null,
  recorderMs: null,
  recorderShare: null,
  coresUsed: 3.62,
  machineShare: 0.905,
  cores: [],
  threads: [],
  eventLoops: [
    { process: 'job', thread: 'worker 1', pid: 1, utilisation: 1, lagP50Ms: 5, lagP99Ms: 40, lagMaxMs: 50 },
    { process: 'job', thread: 'main', pid: 1, utilisation: 0.1, lagP50Ms: 0.1, lagP99Ms: 0.4, lagMaxMs: 2 },
  ],
  functions: [],
  operations: [],
  waits: [],
  tasks: { count: 48, maxInFlight: 4, meanMs: 40 },
};
const rows = (more: Partial<RunNumbers>, isRange = false, of: RunManifest = run('threads', 580)) =>
  Object.fromEntries(
    numberRows({ ...numbers, ...more }, machine, isRange, of).map((row) => [
      row.name,
      row.value.replaceAll('\u202f', ' '),
    ]),
  );

it('tells the loop that answers from those of the workers', () => {
  expect(rows({})).toMatchObject({
    'event-loop lag p99': '400 µs',
    'workers’ lag p99': '40 ms',
    'wall time': '580 ms',
  });
});

it('says what was not measured, and never zero in its place', () => {
  expect(rows({ coresUsed: null, machineShare: null, cpuMs: null, eventLoops: [] }, true)).toEqual({
    length: '580 ms',
    'cores used': 'not measured',
    'share of the machine': 'not measured',
    'CPU time': 'not measured',
    'tasks finished': '48',
    'a task took': '40 ms',
    'most in flight': '4',
  });
});

it('says of a command whose CPU time can’t be seen why that is', () => {
  const reason = 'What s (12) uses can’t be seen.';
  const of = run('run 1', 580, {
    command: { name: 's', line: 's', folder: '/', exitCode: 0, signal: null },
    capabilities: { cpu: { quality: 'missing', reason } },
  });
  const unseen = { ...numbers, cpuMs: null, coresUsed: null, machineShare: null };
  expect(
    numberRows({ ...unseen, eventLoops: [], tasks: { count: 0, maxInFlight: 0, meanMs: null } }, machine, false, of),
  ).toEqual([
    { name: 'wall time', value: expect.stringContaining('580') },
    { name: 'cores used', value: 'not available', hint: reason },
    { name: 'share of the machine', value: 'not available', hint: reason },
    { name: 'CPU time', value: 'not available', hint: reason },
  ]);
});

it('shows time that the hypervisor stole where it is known and worth a line', () => {
  expect(rows({ stolenMs: 52 })).toMatchObject({ stolen: '52 ms' });
  for (const stolenMs of [null, 0, 0.4]) expect(rows({ stolenMs })).not.toHaveProperty('stolen');
});

it('shows what recording cost', () => {
  expect(rows({ recorderMs: 29, recorderShare: 0.05 })).toMatchObject({ recorder: '29 ms (5 % of a core)' });
  expect(rows({})).not.toHaveProperty('recorder');
});
