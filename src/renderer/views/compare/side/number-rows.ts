import { blockedReasons, type StateTimes } from '../../../../core/analysis/thread-states';
import type { RunNumbers } from '../../../../core/analysis/run-numbers';
import { formatCount } from '../../../../core/base/format-count';
import { formatDuration } from '../../../../core/base/format-duration';
import { formatShare } from '../../../../core/base/format-share';
import { agentThreadName } from '../../../../core/trace/lane';
import type { Machine } from '../../../../core/trace/machine';
import type { RunManifest } from '../../../../core/trace/run';

export interface NumberRow {
  readonly name: string;
  readonly value: string;
  /** Why there is none, or what it stands on. */
  readonly hint?: string;
}

/** What the recorder calls the process that hosts a job; workers are `process 1` and so on. */
const hostProcess = 'job';

const missing = (hint: string): Pick<NumberRow, 'value' | 'hint'> => ({ value: 'not measured', hint });
const notAvailable = (hint: string): Pick<NumberRow, 'value' | 'hint'> => ({ value: 'not available', hint });

/** The numbers of a run or a range, as they are read. */
export function numberRows(
  numbers: RunNumbers,
  machine: Machine,
  isRange: boolean,
  run: Pick<RunManifest, 'command' | 'capabilities'>,
): NumberRow[] {
  const { wallMs, startupMs, cpuMs, coresUsed, machineShare, tasks, eventLoops } = numbers;
  const isOfCommand = run.command !== undefined;
  const withoutCpu = cpuNotice(run);
  return [
    { name: isRange ? 'length' : 'wall time', value: formatDuration(wallMs) },
    ...(isRange || startupMs === null || isOfCommand ? [] : [{ name: 'start-up', value: formatDuration(startupMs) }]),
    {
      name: 'cores used',
      ...(coresUsed === null ? withoutCpu : { value: `${coresUsed.toFixed(2)} of ${machine.logicalCores}` }),
    },
    {
      name: 'share of the machine',
      ...(machineShare === null ? withoutCpu : { value: formatShare(machineShare) }),
    },
    { name: 'CPU time', ...(cpuMs === null ? withoutCpu : { value: formatDuration(cpuMs) }) },
    ...stolenRows(numbers),
    ...stateRows(numbers),
    ...(tasks.count === 0 && isOfCommand ? [] : taskRows(tasks)),
    ...lagRows(eventLoops),
    ...costRows(numbers),
  ];
}

/** Why there is no CPU time. */
function cpuNotice({ command, capabilities }: Pick<RunManifest, 'command' | 'capabilities'>) {
  const { cpu } = capabilities;
  if (command === undefined || cpu?.quality !== 'missing') return missing('Fewer than two samples lie in this range');
  return notAvailable([cpu.reason, cpu.remedy].filter(Boolean).join(' '));
}

function taskRows({ count, meanMs, maxInFlight }: RunNumbers['tasks']): NumberRow[] {
  return [
    { name: 'tasks finished', value: formatCount(count) },
    ...(meanMs === null ? [] : [{ name: 'a task took', value: formatDuration(meanMs), hint: 'On average' }]),
    { name: 'most in flight', value: formatCount(maxInFlight) },
  ];
}

function costRows({ recorderMs, recorderShare }: RunNumbers): NumberRow[] {
  if (recorderMs === null || recorderShare === null) return [];
  const value = `${formatDuration(recorderMs)} (${formatShare(recorderShare)} of a core)`;
  return [{ name: 'recorder', value, hint: 'CPU time that recording took beside it' }];
}

/** Less is not worth a line. */
const minStolenMs = 1;

function stolenRows({ stolenMs }: RunNumbers): NumberRow[] {
  if (stolenMs === null || stolenMs < minStolenMs) return [];
  const hint = 'The hypervisor took the core away while threads were on it; not part of the CPU time';
  return [{ name: 'stolen', value: formatDuration(stolenMs), hint }];
}

/** All threads together: where their time went. */
function stateRows({ threads }: RunNumbers): NumberRow[] {
  const recorded = threads.flatMap(({ name, states }) => (name === agentThreadName ? [] : (states ?? [])));
  if (recorded.length === 0) return [];
  const sum = (of: (states: StateTimes) => number): number => recorded.reduce((total, states) => total + of(states), 0);
  const waits = blockedReasons
    .map((reason) => ({ reason, ms: sum(({ blockedMs }) => blockedMs[reason]) }))
    .filter(({ ms }) => ms > 0.5)
    .sort((a, b) => b.ms - a.ms);
  return [
    { name: 'threads', value: formatCount(recorded.length) },
    { name: 'wanted a core', value: formatDuration(sum(({ runnableMs }) => runnableMs)), hint: 'All threads together' },
    ...waits.map(({ reason, ms }) => ({
      name: `waited: ${reason === 'gil' ? 'GIL' : reason}`,
      value: formatDuration(ms),
      hint: 'All threads together',
    })),
    { name: 'switches', value: formatCount(sum(({ switches }) => switches)) },
  ];
}

/** The host's loop is the one that a server would answer on; workers are added up to the worst. */
function lagRows(loops: RunNumbers['eventLoops']): NumberRow[] {
  const host = loops.find((loop) => loop.process === hostProcess && loop.thread === 'main') ?? null;
  const workers = loops.filter((loop) => loop !== host);
  const worst = workers.length === 0 ? null : Math.max(...workers.map((loop) => loop.lagP99Ms));
  return [
    ...(host === null
      ? []
      : [
          { name: 'event-loop lag p99', value: formatDuration(host.lagP99Ms) },
          { name: 'event-loop lag max', value: formatDuration(host.lagMaxMs) },
          {
            name: 'event loop busy',
            ...(host.utilisation === null
              ? missing('Electron turns the loop of its main threads itself: Node can’t see how busy it is')
              : { value: formatShare(host.utilisation) }),
          },
        ]),
    ...(worst === null
      ? []
      : [
          {
            name: host === null ? 'event-loop lag p99' : 'workers’ lag p99',
            value: formatDuration(worst),
            hint: 'The worst',
          },
        ]),
  ];
}
