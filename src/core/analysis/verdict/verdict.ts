import { formatDuration } from '../../base/format-duration';
import { joinWords } from '../../base/join-words';
import { isCommandMode, type Mode, type RunManifest } from '../../trace/run';
import { resultsEqual, type ModeResult } from '../compare-modes';
import { commandSentence, failedExits } from './command-sentence';
import { sentenceOfAsync } from './async-sentence';
import { capitalised, plain, strong, textOf, withoutStop, type Sentence } from './sentence';
import type { Evidence } from './disturbance';
import { rank } from './winner';
import { winnersSentence } from './winners-sentence';

export interface Verdict {
  readonly parts: Sentence;
  readonly text: string;
  /** `alarm`: results differ or something failed; `open`: nothing to tell (yet). */
  readonly tone: 'won' | 'even' | 'alarm' | 'open';
}

/** What of a comparison the verdict is about. */
export interface VerdictInput extends Evidence {
  readonly results: readonly ModeResult[];
  /** What was asked for, to tell what was not run at all. */
  readonly modes?: readonly Mode[];
}

/**
 * What won, and by how much, in a sentence or two; never more than was measured. What matters more comes first:
 * results that differ, then the winner, then what failed or was stopped.
 */
export function verdict({ results, modes = [], ...evidence }: VerdictInput): Verdict {
  const runs = results.flatMap((result) => result.runs);
  const finished = results.filter((result) => result.timeMs !== null);
  const sentences: Sentence[] = [];
  const different = resultsEqual(runs) === false;
  if (different) sentences.push(differenceSentence(results));
  const ranking = rank(finished, evidence);
  const areCommands = finished.length > 0 && finished.every(({ mode }) => isCommandMode(mode));
  const exits = areCommands ? failedExits(finished) : [];
  if (areCommands) sentences.push(commandSentence(ranking, results, evidence));
  else if (finished.length === 1) sentences.push(onlySentence(finished[0]!, evidence.includeStartup));
  else if (finished.length > 1) sentences.push(winnersSentence(ranking, results, evidence));
  if (finished.length > 1) sentences.push(...exits);
  const async = sentenceOfAsync(finished, ranking);
  if (async !== null && !different) sentences.push(async);
  const missing = modes.filter((mode) => !results.some((result) => result.mode === mode));
  sentences.push(...unfinishedSentences(results, missing));
  if (sentences.length === 0) sentences.push([plain('Nothing has been measured yet.')]);
  const parts = sentences.flatMap((sentence, index) => (index === 0 ? sentence : [plain(' '), ...sentence]));
  const failed = results.some((result) => result.status === 'failed');
  const tone =
    different || failed || exits.length > 0
      ? 'alarm'
      : finished.length < 2
        ? 'open'
        : ranking.winners.length > 0
          ? 'won'
          : 'even';
  return { parts, text: textOf(parts), tone };
}

function differenceSentence(results: readonly ModeResult[]): Sentence {
  const reference = results.find((result) => result.isBaseline) ?? results.find((result) => result.timeMs !== null);
  const checksum = reference === undefined ? undefined : checksumsOf(reference.runs)[0];
  const others = results.filter((result) => checksumsOf(result.runs).some((other) => other !== checksum));
  const names = others.filter((result) => result !== reference).map((result) => result.mode);
  const what =
    names.length === 0
      ? ` repeats of ${reference?.mode} gave different results.`
      : ` ${joinWords(names)} computed something else than ${reference?.mode}.`;
  return [strong('Results differ:'), plain(`${what} Times mean nothing until they agree.`)];
}

function checksumsOf(runs: readonly RunManifest[]): string[] {
  return runs.flatMap((run) => (run.status === 'done' && run.outcome ? (run.outcome.checksum ?? []) : []));
}

function onlySentence(only: ModeResult, includeStartup: boolean): Sentence {
  const startup = includeStartup ? ', start-up included' : '';
  return [
    strong(capitalised(only.mode)),
    plain(` took ${formatDuration(only.timeMs!)}${startup}; no other mode finished to compare it with.`),
  ];
}

function unfinishedSentences(results: readonly ModeResult[], missing: readonly Mode[]): Sentence[] {
  const sentences: Sentence[] = [];
  // What is wrong with the work itself is wrong in every mode, and is said once.
  const failed = new Map<string, Mode[]>();
  for (const { mode, status, failure } of results) {
    if (status !== 'failed') continue;
    const why = failure === null ? '' : `: ${withoutStop(failure.message)}`;
    failed.set(why, [...(failed.get(why) ?? []), mode]);
  }
  for (const [why, alike] of failed) {
    sentences.push([strong(`${capitalised(joinWords(alike))} failed`), plain(`${why}.`)]);
  }
  const stopped = stoppedSentence(results, missing);
  if (stopped !== null) sentences.push(stopped);
  const recovered = results.filter((result) => result.status === 'recovered').map((result) => result.mode);
  if (recovered.length > 0) {
    const verb = recovered.length === 1 ? 'was' : 'were';
    sentences.push([
      strong('Recovered'),
      plain(`: ${joinWords(recovered)} ${verb} cut off, and ${verb} kept as far as recorded.`),
    ]);
  }
  return sentences;
}

function stoppedSentence(results: readonly ModeResult[], missing: readonly Mode[]): Sentence | null {
  const stopped = results.filter((result) => result.status === 'stopped').map((result) => result.mode);
  const goesOn = results.some((result) => result.status === 'recording' || result.status === 'waiting');
  if (stopped.length > 0) {
    const others = missing.length === 0 ? '' : ` ${capitalised(joinWords(missing))} did not begin.`;
    const kept = ` before ${joinWords(stopped)} had finished; what was recorded is kept.`;
    return [strong('Stopped'), plain(`${kept}${others}`)];
  }
  if (missing.length === 0 || results.length === 0 || goesOn) return null;
  return [strong('Stopped'), plain(` before ${joinWords(missing)} began.`)];
}
