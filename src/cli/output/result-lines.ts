import { resultsEqual, type ModeResult } from '../../core/analysis/compare-modes';
import type { ComparisonManifest } from '../../core/trace/comparison';
import type { RunManifest } from '../../core/trace/run';
import type { ComparisonView } from './comparison-view';
import type { Paint } from './paint';
import { wrap } from './wrap';

/** Whether all computed the same (loud if not), and every failure with its sentence. */
export function resultLines({ manifest: { runs }, results }: ComparisonView, width: number, paint: Paint): string[] {
  return [
    ...equalityLines(runs, width, paint),
    ...results.flatMap((result) => failuresOf(result).flatMap((same) => failureLines(same, width, paint))),
  ];
}

/** What went wrong beside the work, once each. */
export function noticeLines({ runs }: ComparisonManifest, width: number, paint: Paint): string[] {
  const notices = new Set(runs.flatMap((run) => run.notices ?? []));
  return [...notices].flatMap((text) =>
    wrap(
      [
        { text: '! ', style: 'hint' },
        { text, style: null },
      ],
      width,
      '  ',
      paint,
    ),
  );
}

function equalityLines(runs: readonly RunManifest[], width: number, paint: Paint): string[] {
  const equal = resultsEqual(runs);
  const finished = runs.filter((run) => run.status === 'done' && run.outcome !== undefined);
  if (equal === null) return [];
  if (equal) {
    const text = `All ${finished.length} finished runs computed the same result (checksum ${shortened(finished[0]!.outcome!.checksum ?? '')}).`;
    return wrap(
      [
        { text: '✓ ', style: 'good' },
        { text, style: null },
      ],
      width,
      '  ',
      paint,
    );
  }
  const differing = finished.filter((run) => run.difference !== undefined);
  return [
    ...wrap([{ text: '✗ RESULTS DIFFER: the runs did not compute the same.', style: 'bad' }], width, '  ', paint),
    ...finished.map((run) => paint(`    ${nameOf(run).padEnd(14)} ${run.outcome!.checksum}`, null)),
    ...differing.flatMap((run) => wrap([{ text: differenceOf(run, runs), style: null }], width, '    ', paint)),
  ];
}

function differenceOf(run: RunManifest, runs: readonly RunManifest[]): string {
  const { against, item } = run.difference!;
  const other = runs.find(({ id }) => id === against);
  const where = item === null ? 'its results as a whole' : `item ${item}`;
  return `${nameOf(run)} differs first in ${where}${other === undefined ? '' : ` from ${nameOf(other)}`}.`;
}

/** Failed repeats of a mode, those with the same sentence together. */
function failuresOf({ runs }: ModeResult): RunManifest[][] {
  const failed = runs.filter((run) => run.failure !== undefined);
  const sentences = [...new Set(failed.map((run) => run.failure!.message))];
  return sentences.map((sentence) => failed.filter((run) => run.failure!.message === sentence));
}

function failureLines([run, ...more]: readonly RunManifest[], width: number, paint: Paint): string[] {
  const failure = run?.failure;
  if (run === undefined || failure === undefined) return [];
  const name = more.length === 0 ? nameOf(run) : `${run.mode}, ${more.length + 1} repeats`;
  const style = run.status === 'stopped' ? 'hint' : 'bad';
  const [sentence = '', ...example] = failure.message.split('\n');
  const stack = (failure.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [
    ...wrap(
      [
        { text: `✗ ${name}: `, style },
        { text: sentence, style: null },
      ],
      width,
      '  ',
      paint,
    ),
    ...example.map((line) => paint(`    ${line}`, null)),
    ...stack.slice(0, 4).map((line) => paint(`      ${line.trim()}`, 'dim')),
    ...outputLines(failure.output, paint),
  ];
}

/** The last lines that the job printed: often they say more than the error. */
function outputLines(output: string | undefined, paint: Paint): string[] {
  const lines = (output ?? '').split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-5).map((line) => paint(`    │ ${line.slice(0, 200)}`, 'dim'));
}

export function nameOf(run: RunManifest): string {
  return run.repeat > 1 ? `${run.mode} #${run.repeat}` : run.mode;
}

const shortened = (checksum: string): string => (checksum.length > 16 ? `${checksum.slice(0, 16)}…` : checksum);
