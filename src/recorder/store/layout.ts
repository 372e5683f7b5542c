/*
 * A comparison's folder in the library, and the same parts in a `.juggler` file (those marked with *).
 *
 *   <id>/
 *     comparison.json            *  ComparisonManifest
 *     owner.json                    while it is being recorded: by which process
 *     runs/<run>/                   mode 0700
 *       manifest.json            *  RunManifest
 *       tracks.jsonl             *  lanes, tracks, strings
 *       <kind>.arrow             *  rows of all tracks of one kind; only for kinds that the run has
 *       open.json                   while it is being recorded: tasks in flight
 *       whole-manifest.json         the manifest before it was cut to what a file can hold; only where it was
 *       frames/                     while it is being recorded: what the job's threads write
 */
import type { TrackKind } from '../../core/trace/track';

export const comparisonPart = 'comparison.json';
export const manifestPart = (run: string): string => `runs/${run}/manifest.json`;
export const tablePart = (run: string): string => `runs/${run}/tracks.jsonl`;
export const streamPart = (run: string, kind: TrackKind): string => `runs/${run}/${kind}.arrow`;

const runPart =
  /^runs\/(?<run>[A-Za-z0-9_][\w-]{0,99})\/(?:manifest\.json|tracks\.jsonl|(?:states|slices|counter|marks|flows)\.arrow)$/;

/** Whether a part of this name is of a `.juggler` file. */
export function isPart(name: string): boolean {
  return name === comparisonPart || runPart.test(name);
}

/** The run that a part belongs to; null for `comparison.json` and for what is no part. */
export function runOfPart(name: string): string | null {
  return runPart.exec(name)?.groups?.['run'] ?? null;
}

/** In the folder of a comparison. */
export const ownerFile = 'owner.json';
/** In the folder of a run. */
export const framesFolder = 'frames';
export const openTasksFile = 'open.json';
export const wholeManifestFile = 'whole-manifest.json';
/** In the library. */
export const trashFolder = '.trash';
export const openMarksFolder = '.open';
export const indexFile = '.index.json';
