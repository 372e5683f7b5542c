import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NotCloneableError } from '../../core/base/structural-hash';
import type { RunFailure } from '../../core/trace/run';
import { ItemError } from './task-runner';

/** What ended a run, for people: a sentence, the item if it is known, and the user's stack without our frames. */
export class JobError extends Error {
  override readonly name = 'JobError';

  constructor(readonly failure: RunFailure) {
    super(failure.message);
  }
}

/** @param before what was going on, for errors that aren't of an item: "loading work.js failed". */
export function failureOf(error: unknown, before: string): RunFailure {
  if (error instanceof JobError) return error.failure;
  if (!(error instanceof ItemError)) return { message: `${before}: ${nameAndMessage(error)}`, ...stackOf(error) };
  const { item, cause } = error;
  if (cause instanceof NotCloneableError) return { message: `item ${item} ${cause.message}.`, item };
  return { message: `item ${item} failed: ${nameAndMessage(cause)}`, item, ...stackOf(cause) };
}

/** `TypeError: x is not a function`; for what isn't an error, that it isn't. */
export function nameAndMessage(error: unknown): string {
  if (error instanceof Error) return error.message === '' ? error.name : `${error.name}: ${error.message}`;
  return `it threw ${typeof error === 'string' ? JSON.stringify(error) : String(error)}, which is not an Error`;
}

/**
 * The lines down to the first of ours: the user's code, and what it called. Ours and those below say nothing to the
 * user.
 */
export function stackOf(error: unknown): { stack?: string } {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return {};
  const lines = error.stack.split('\n');
  const ours = lines.findIndex((line) => isFrame(line) && line.includes(ownFolder));
  const users = ours < 0 ? lines : lines.slice(0, ours);
  return { stack: users.filter((line) => !(isFrame(line) && /node:|at new Promise/.test(line))).join('\n') };
}

/** `out`, where the bundled entries and chunks are. */
const ownFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const isFrame = (line: string): boolean => /^\s+at /.test(line);
