import { blockedReasons } from '../../core/analysis/thread-states';
import type { RunNumbers, ThreadNumbers } from '../../core/analysis/run-numbers';
import { endOfRun } from '../../core/analysis/end-of-run';
import { formatCoresUsed } from '../../core/base/format-cores';
import { countOf, formatCount } from '../../core/base/format-count';
import { formatDuration } from '../../core/base/format-duration';
import { formatShare } from '../../core/base/format-share';
import type { RunManifest } from '../../core/trace/run';
import type { Output } from '../terminal';
import type { ComparisonView } from './comparison-view';
import { findingLines } from './finding-lines';
import { painter, type Paint } from './paint';
import { noticeLines } from './result-lines';
import { tableLines, type Column } from './table';
import { wrap, type Piece } from './wrap';

/** Threads with a line of their own; the others are counted. */
const mostThreads = 15;

interface ThreadColumn extends Column {
  readonly ms: (thread: ThreadNumbers) => number | null;
}

const columns: readonly ThreadColumn[] = [
  { title: 'on CPU', align: 'right', expendable: 0, ms: ({ onCpuMs }) => onCpuMs },
  { title: 'runnable', align: 'right', expendable: 0, ms: ({ states }) => states?.runnableMs ?? null },
  ...blockedReasons.map((reason, index) => ({
    title: reason,
    align: 'right' as const,
    expendable: 1 + index,
    ms: ({ states }: ThreadNumbers) => states?.blockedMs[reason] ?? null,
  })),
  { title: 'unknown', align: 'right', expendable: 9, ms: ({ states }) => states?.unknownMs ?? null },
];

/** What a recorded command did, for people: how it ended, what it used, and each thread with where its time went. */
export function printRecording({ manifest, numbers, findings }: ComparisonView, output: Output): void {
  const paint = painter(output.colours);
  const blocks = manifest.runs.map((run) => {
    const of = numbers.get(run.id) ?? null;
    return [
      ...headLines(run, of, manifest.machine.logicalCores, output.columns, paint),
      ...(of === null
        ? []
        : lanesOf(of, output.columns, paint).flatMap((line, row) => (row === 0 ? ['', line] : line))),
      ...(of === null || of.functions.length === 0 ? [] : ['', ...functionLines(of, output.columns, paint)]),
    ];
  });
  const found = findingLines(findings, output.columns, paint);
  const notices = noticeLines(manifest, output.columns, paint);
  const text = [...blocks, found, notices].filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`);
  output.write(`\n${text.join('\n')}\n`);
}

function headLines(run: RunManifest, numbers: RunNumbers | null, cores: number, width: number, paint: Paint): string[] {
  const { name = run.mode } = run.command ?? {};
  const used = numbers === null ? '' : ` · ${formatDuration(numbers.wallMs)} · ${cpuOf(numbers, cores)}`;
  const failure =
    run.failure === undefined ? [] : wrap([{ text: `✗ ${run.failure.message}`, style: 'bad' }], width, '  ', paint);
  const scheduler = run.capabilities.scheduler;
  const quality =
    scheduler === undefined || scheduler.quality === 'exact'
      ? []
      : wrap(
          [{ text: `! Threads: ${scheduler.quality}. ${scheduler.reason ?? ''}`, style: 'hint' }],
          width,
          '  ',
          paint,
        );
  return [
    ...wrap(
      [
        { text: name, style: 'strong' },
        { text: ` · ${endOfRun(run)}${used}`, style: null },
      ],
      width,
      '',
      paint,
    ),
    ...failure,
    ...quality,
  ];
}

function cpuOf({ cpuMs, coresUsed }: RunNumbers, cores: number): string {
  if (cpuMs === null || coresUsed === null) return 'CPU time not available';
  return `CPU ${formatDuration(cpuMs)} · ${formatCoresUsed(coresUsed)} of ${cores} (${formatShare(coresUsed / cores)} of the machine)`;
}

/** Functions with a line of their own. */
const mostFunctions = 10;

function functionLines({ functions }: RunNumbers, width: number, paint: Paint): string[] {
  const head: Column[] = [
    { title: 'self', align: 'right', expendable: 0 },
    { title: 'total', align: 'right', expendable: 1 },
    { title: 'function (of samples)', align: 'left', expendable: 0 },
  ];
  const rows = functions
    .slice(0, mostFunctions)
    .map(({ name, selfMs, totalMs }) => [
      plain(formatDuration(selfMs)),
      plain(formatDuration(totalMs)),
      plain(name.length > 80 ? `${name.slice(0, 30)}…${name.slice(-49)}` : name),
    ]);
  return tableLines(head, rows, width, paint);
}

const plain = (text: string): Piece => ({ text, style: null });

/** Where threads can't be seen, their processes. */
function lanesOf({ threads, processes = [] }: RunNumbers, width: number, paint: Paint): string[] {
  if (processes.length === 0) return threads.length === 0 ? [] : threadLines(threads, width, paint);
  const busiest = processes.toSorted((a, b) => b.cpuMs - a.cpuMs);
  const head: Column[] = [
    { title: 'process', align: 'left', expendable: 0 },
    { title: 'CPU time', align: 'right', expendable: 0 },
  ];
  const rows = busiest
    .slice(0, mostThreads)
    .map(({ process, pid, cpuMs }) => [plain(`${process} ${pid ?? ''}`.slice(0, 40)), plain(formatDuration(cpuMs))]);
  const rest = busiest.slice(mostThreads);
  const more = rest.length === 0 ? [] : [paint(`and ${countOf(rest.length, 'more process', 'more processes')}`, 'dim')];
  return [...tableLines(head, rows, width, paint), ...more];
}

function threadLines(threads: readonly ThreadNumbers[], width: number, paint: Paint): string[] {
  const busiest = threads.toSorted((a, b) => (b.onCpuMs ?? 0) - (a.onCpuMs ?? 0));
  const shown = busiest.slice(0, mostThreads);
  const used = columns.filter(({ ms }) => shown.some((thread) => (ms(thread) ?? 0) > 0.05));
  const head: Column[] = [
    { title: 'process', align: 'left', expendable: 0 },
    { title: 'thread', align: 'left', expendable: 0 },
    ...used,
    { title: 'switches', align: 'right', expendable: 8 },
  ];
  const rows = shown.map((thread) => [
    plain(`${thread.process} ${thread.pid ?? ''}`.slice(0, 24)),
    plain(thread.name === 'main' ? 'main' : `${thread.name} ${thread.tid ?? ''}`.slice(0, 24)),
    ...used.map(({ ms }) => {
      const value = ms(thread);
      return plain(value === null ? '–' : value < 0.05 ? '' : formatDuration(value));
    }),
    plain(thread.states === null ? '–' : formatCount(thread.states.switches)),
  ]);
  const rest = busiest.slice(mostThreads);
  const restMs = rest.reduce((sum, { onCpuMs }) => sum + (onCpuMs ?? 0), 0);
  const more =
    rest.length === 0
      ? []
      : [paint(`and ${countOf(rest.length, 'more thread')} with ${formatDuration(restMs)} of CPU time`, 'dim')];
  return [...tableLines(head, rows, width, paint), ...more];
}
