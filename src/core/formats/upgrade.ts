import { z } from 'zod';
import type { ComparisonManifest } from '../trace/comparison';
import type { RunManifest } from '../trace/run';
import { comparisonManifestSchema } from './comparison-schema';
import { tooLongList } from './fit-document';
import { FormatError } from './format-error';
import { limits } from './limits';
import { runManifestSchema } from './run-schema';

/** The version of `comparison.json` and of the runs' `manifest.json`: they are counted together. */
export const formatVersion = 1;

export const schemaNames = { comparison: 'juggler.comparison-file', run: 'juggler.run' } as const;
export type DocumentKind = keyof typeof schemaNames;

export type JsonObject = Readonly<Record<string, unknown>>;

/** From version `from` to the next one. The schema's name is set by the chain. */
export interface UpgradeStep {
  readonly from: number;
  readonly comparison: (document: JsonObject) => JsonObject;
  readonly run: (document: JsonObject) => JsonObject;
}

/** One entry for each older version, oldest first; `test/fixtures/files` keeps a file of each. Version 1 is the first. */
export const upgradeSteps: readonly UpgradeStep[] = [];

/**
 * Brings a document of any older version to `version`.
 *
 * @throws {FormatError} when it is of a newer one, or of none.
 */
export function upgrade(
  document: unknown,
  kind: DocumentKind,
  version = formatVersion,
  steps: readonly UpgradeStep[] = upgradeSteps,
): JsonObject {
  if (!isObject(document)) throw new FormatError('is not from Juggler: its description is no JSON object');
  const found = versionOf(document, kind);
  if (found === null) throw new FormatError(`is not from Juggler: its schema is ${JSON.stringify(document['schema'])}`);
  if (found > version) {
    throw new FormatError(
      `was made by a newer Juggler (format ${found}; this one reads up to ${version}): update Juggler`,
    );
  }
  let current = document;
  for (const step of steps) {
    if (step.from < found) continue;
    current = { ...step[kind](current), schema: `${schemaNames[kind]}/${step.from + 1}` };
  }
  return current;
}

/** @throws {FormatError} */
export function parseComparison(document: unknown): ComparisonManifest {
  const current = upgrade(document, 'comparison');
  const runs =
    Array.isArray(current['runs']) && current['runs'].length <= limits.runs
      ? current['runs'].map((run) => upgrade(run, 'run'))
      : current['runs'];
  const comparison = parsed(comparisonManifestSchema, { ...current, runs });
  const seen = new Set<string>();
  for (const { id } of comparison.runs) {
    if (seen.has(id)) throw new FormatError(`is damaged: it has two runs ${id}`);
    seen.add(id);
  }
  return comparison;
}

/** @throws {FormatError} */
export function parseRun(document: unknown): RunManifest {
  return parsed(runManifestSchema, upgrade(document, 'run'));
}

function parsed<T>(schema: z.ZodType<T>, document: JsonObject): T {
  const list = tooLongList(schema, document);
  if (list !== null) throw new FormatError(`is damaged: its description makes no sense (${list})`);
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  throw new FormatError(`is damaged: its description makes no sense (${where})`);
}

function versionOf(document: JsonObject, kind: DocumentKind): number | null {
  const schema = document['schema'];
  if (typeof schema !== 'string') return null;
  const [name, version] = schema.split('/');
  return name === schemaNames[kind] && version !== undefined && /^[1-9]\d{0,6}$/.test(version) ? Number(version) : null;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
