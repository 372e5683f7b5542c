import { cutText } from '../base/cut-text';
import type { ComparisonManifest } from '../trace/comparison';
import type { RunManifest } from '../trace/run';
import { comparisonManifestSchema } from './comparison-schema';
import { fitDocument } from './fit-document';
import { FormatError } from './format-error';
import { limits } from './limits';
import { runManifestSchema } from './run-schema';

export interface FittedManifest<T> {
  readonly manifest: T;
  /** What was cut, as one sentence; null: nothing. */
  readonly sentence: string | null;
}

/** Characters of the sentence that tells what was cut. */
const maxSentence = 2000;
/** Each halves something: far more than any document takes. */
const maxHalvings = 400;

/**
 * A run as its `manifest.json` can hold it: what is too long is cut, and a notice of the run says so.
 *
 * @throws {FormatError} when it can't be mended: its id or mode is none
 */
export function fitRun(run: RunManifest, maxBytes: number = limits.jsonBytes): FittedManifest<RunManifest> {
  const fitted = fitDocument(runManifestSchema, run);
  if (fitted === null) throw new FormatError('has a run that no file can hold');
  const cuts = [...fitted.cuts];
  if (cuts.length === 0 && jsonBytes(fitted.value) <= maxBytes) return { manifest: fitted.value, sentence: null };
  // Room for the notice, in whatever characters.
  const small = shrunk(fitted.value, maxBytes - 4 * maxSentence, cuts);
  const sentence = sentenceOf(cuts);
  const notices = [...(small.notices ?? []).slice(0, maxNotices - 1), sentence];
  return { manifest: { ...small, notices }, sentence };
}

const maxNotices = 10_000;

/** @throws {FormatError} when it can't be mended: its id is none. */
export function fitComparison(comparison: ComparisonManifest): FittedManifest<ComparisonManifest> {
  const fitted = fitDocument(comparisonManifestSchema, comparison);
  if (fitted === null) throw new FormatError('is a comparison that no file can hold');
  const { value, cuts } = fitted;
  return { manifest: withinBytes(value), sentence: cuts.length === 0 ? null : sentenceOf(cuts) };
}

/** Long runs are listed in short: their own manifests have all of it. */
function withinBytes(comparison: ComparisonManifest): ComparisonManifest {
  if (jsonBytes(comparison) <= limits.jsonBytes) return comparison;
  const room = limits.jsonBytes - jsonBytes({ ...comparison, runs: [] });
  let short = comparison;
  for (let allowance = room / comparison.runs.length; allowance > 1; allowance /= 2) {
    short = { ...comparison, runs: comparison.runs.map((run) => shrunk(run, allowance, [])) };
    if (jsonBytes(short) <= limits.jsonBytes) return short;
  }
  throw new FormatError('is a comparison that no file can hold');
}

function shrunk(run: RunManifest, maxBytes: number, cuts: string[]): RunManifest {
  const halved = new Set<string>();
  let current: unknown = run;
  for (let times = 0; times < maxHalvings && jsonBytes(current) > maxBytes; times++) {
    current = halveLargest(current, '', halved);
  }
  const parsed = runManifestSchema.safeParse(current);
  if (!parsed.success) throw new FormatError('has a run that no file can hold');
  for (const path of halved) cuts.push(path);
  return parsed.data;
}

/** The largest text or list in a document, cut to half. */
function halveLargest(value: unknown, path: string, halved: Set<string>): unknown {
  if (typeof value === 'string') {
    halved.add(path);
    return cutText(value, Math.floor(value.length / 2));
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value as Readonly<Record<string, unknown>>);
  const sizes = members.map(([, member]) => JSON.stringify(member)?.length ?? 0);
  const largest = sizes.indexOf(Math.max(...sizes));
  if (largest < 0) return value;
  const [name, member] = members[largest]!;
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (sizes[largest]! * 4 > total) return list.with(largest, halveLargest(member, path, halved));
    halved.add(path);
    return list.slice(0, Math.floor(list.length / 2));
  }
  return { ...value, [name]: halveLargest(member, path === '' ? name : `${path}.${name}`, halved) };
}

function sentenceOf(cuts: readonly string[]): string {
  return cutText(`Cut to what a file can hold: ${cuts.join(', ')}.`, maxSentence);
}

/** Bytes in UTF-8 of a document as it is written. */
export function jsonBytes(document: unknown): number {
  const text = JSON.stringify(document, null, 2);
  let bytes = text.length + 1;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // A pair of surrogates takes four bytes, two for each.
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
