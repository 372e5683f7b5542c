import type { ModeResult } from '../../../core/analysis/compare-modes';
import { formatBytes } from '../../../core/base/format-bytes';
import type { RunManifest } from '../../../core/trace/run';

/** What a run has to say beside its numbers. */
export interface RunNote {
  /** Sentences, the most important first. */
  readonly sentences: readonly string[];
  readonly isFailure: boolean;
  /** For the console: what can be unfolded. */
  readonly details: readonly RunDetail[];
}

export interface RunDetail {
  readonly title: string;
  readonly text: string;
}

/** Null: nothing to say. A failure is one of any repeat; the rest is of the run that is drawn. */
export function noteOf(result: ModeResult, run: RunManifest): RunNote | null {
  const failed = result.runs.find((other) => other.failure !== undefined);
  const failure = failed?.failure;
  const difference = result.runs.find((other) => other.difference !== undefined)?.difference;
  const sentences = [
    ...(failure === undefined ? [] : [failure.message]),
    ...(difference === undefined ? [] : [differenceSentence(difference.item)]),
    ...withoutThreads(run),
    ...new Set(result.runs.flatMap((other) => other.notices ?? [])),
  ];
  const output = failure?.output ?? run.outcome?.output.tail ?? '';
  const bytes = run.outcome?.output.bytes ?? 0;
  const details = [
    ...(failure?.stack === undefined ? [] : [{ title: 'Where it happened', text: failure.stack }]),
    ...(output === '' ? [] : [{ title: outputTitle(bytes, output), text: output }]),
  ];
  if (sentences.length === 0 && details.length === 0) return null;
  return { sentences, isFailure: failure !== undefined || difference !== undefined, details };
}

/** An empty band says why it is. */
function withoutThreads({ command, capabilities, status }: RunManifest): string[] {
  const { scheduler } = capabilities;
  if (command === undefined || status === 'failed' || scheduler?.quality !== 'missing') return [];
  return [`What its threads did is not available: ${scheduler.reason} ${scheduler.remedy ?? ''}`.trimEnd()];
}

const differenceSentence = (item: number | null): string =>
  item === null
    ? 'Its results are not those of the first run: the checksums differ.'
    : `Its result of item ${item} is not that of the first run.`;

/** The tail is what is left of a longer output. */
function outputTitle(bytes: number, tail: string): string {
  const isCut = bytes > new TextEncoder().encode(tail).length;
  return isCut ? `What it printed: the end of ${formatBytes(bytes)}` : 'What it printed';
}
