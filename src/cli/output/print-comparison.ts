import { verdict } from '../../core/analysis/verdict/verdict';
import { countOf } from '../../core/base/format-count';
import { formatShare } from '../../core/base/format-share';
import { joinWords } from '../../core/base/join-words';
import type { ComparisonManifest, ComparisonSpec } from '../../core/trace/comparison';
import { isFreeThreaded } from '../../core/trace/interpreter-modes';
import { plannedBands } from '../../core/trace/planned-bands';
import { barLines } from './bar-lines';
import type { ComparisonView } from './comparison-view';
import { findingLines } from './finding-lines';
import { modeTable } from './mode-table';
import { painter, type Paint } from './paint';
import { noticeLines, resultLines } from './result-lines';
import type { Output } from '../terminal';
import { wrap } from './wrap';

/** The whole result of a comparison for people: verdict, bars, table, what is wrong, findings. */
export function printComparison(view: ComparisonView, output: Output): void {
  const paint = painter(output.colours);
  const width = output.columns;
  const blocks = [
    headLines(view.manifest, width, paint),
    verdictLines(view, width, paint),
    barLines(view, width, paint),
    modeTable(view, width, paint),
    resultLines(view, width, paint),
    findingLines(view.findings, width, paint),
    noticeLines(view.manifest, width, paint),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
  output.write(`\n${text}`);
}

function headLines({ spec, machine }: ComparisonManifest, width: number, paint: Paint): string[] {
  const { workload, workers, repeats } = spec;
  const details = [
    ...pythonsOf(spec),
    ...(workload.items === null ? [] : [countOf(workload.items, 'item')]),
    countOf(workers, 'worker'),
    countOf(repeats, 'repeat'),
  ];
  const what = [
    { text: workload.title, style: 'strong' },
    { text: ` · ${details.join(' · ')}`, style: null },
  ] as const;
  const cores = machine.physicalCores === null ? '' : ` (${machine.physicalCores} physical)`;
  const where = `${machine.model}, ${countOf(machine.logicalCores, 'logical core')}${cores}. One busy thread can use at most ${formatShare(1 / machine.logicalCores)} of it.`;
  return [...wrap(what, width, '', paint), ...wrap([{ text: where, style: 'dim' }], width, '', paint)];
}

/** `Python 3.11.7`, or `Python 3.11.7 and 3.14.0t (no GIL)`. */
function pythonsOf({ workload, interpreters }: ComparisonSpec): string[] {
  const all = interpreters ?? (workload.python === undefined ? [] : [workload.python]);
  if (all.length === 0) return [];
  return [`Python ${joinWords(all.map(({ version }) => `${version}${isFreeThreaded(version) ? ' (no GIL)' : ''}`))}`];
}

function verdictLines({ results, manifest, options, findings }: ComparisonView, width: number, paint: Paint): string[] {
  const { logicalCores } = manifest.machine;
  const modes = plannedBands(manifest.spec).map(({ mode }) => mode);
  const { parts, tone } = verdict({ results, logicalCores, includeStartup: options.includeStartup, findings, modes });
  const emphasis = ({ alarm: 'bad', won: 'accent', even: 'strong', open: 'strong' } as const)[tone];
  return wrap(
    parts.map(({ text, strong }) => ({ text, style: strong ? emphasis : 'strong' })),
    width,
    '',
    paint,
  );
}
