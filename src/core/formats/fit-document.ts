/*
 * Brings a document within its own schema, so that the writer never writes what the reader refuses: the limits are read
 * from the schema itself. What is too long is cut, numbers are brought into their range, and optional members that can't
 * be mended are left out; each cut is told.
 */
import { z } from 'zod';
import { cutText } from '../base/cut-text';

export interface Fitted<T> {
  readonly value: T;
  /** One clause for each cut: `command.line (120,012 characters, 100,000 kept)`. */
  readonly cuts: readonly string[];
}

const refused = Symbol('refused');
type Schema = z.core.$ZodType;

/** @returns null when the document can't be brought within its schema: an id or a member that must be there is wrong. */
export function fitDocument<T>(schema: z.ZodType<T>, document: T): Fitted<T> | null {
  if (z.safeParse(schema, document).success) return { value: document, cuts: [] };
  const cuts: string[] = [];
  const value = fit(schema, document, '', cuts);
  if (value === refused || !z.safeParse(schema, value).success) return null;
  return { value: value as T, cuts };
}

function fit(schema: Schema, value: unknown, path: string, cuts: string[]): unknown {
  if (schema instanceof z.ZodObject) return fitObject(schema, value, path, cuts);
  if (schema instanceof z.ZodArray) return fitArray(schema, value, path, cuts);
  if (schema instanceof z.ZodRecord) return fitRecord(schema, value, path, cuts);
  if (schema instanceof z.ZodUnion) return fitUnion(schema, value, path, cuts);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional) {
    return fit(schema.unwrap(), value, path, cuts);
  }
  if (schema instanceof z.ZodNullable) {
    const inner = value === null ? null : fit(schema.unwrap(), value, path, cuts);
    return inner === refused ? left(null, path, cuts) : inner;
  }
  if (schema instanceof z.ZodString) return fitString(schema, value, path, cuts);
  if (schema instanceof z.ZodNumber) return fitNumber(schema, value, path, cuts);
  return z.safeParse(schema, value).success ? value : refused;
}

function left<T>(value: T, path: string, cuts: string[]): T {
  cuts.push(`${path} (left out)`);
  return value;
}

function fitObject(schema: z.ZodObject, value: unknown, path: string, cuts: string[]): unknown {
  if (typeof value !== 'object' || value === null) return refused;
  const fitted: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(schema.shape)) {
    const found: unknown = Reflect.get(value, name);
    const optional = member instanceof z.ZodOptional || member instanceof z.ZodExactOptional;
    if (found === undefined && optional) continue;
    const inner = path === '' ? name : `${path}.${name}`;
    const mended = fit(member, found, inner, cuts);
    if (mended !== refused) fitted[name] = mended;
    else if (optional) left(undefined, inner, cuts);
    else return refused;
  }
  return fitted;
}

function fitArray(schema: z.ZodArray, value: unknown, path: string, cuts: string[]): unknown {
  if (!Array.isArray(value)) return refused;
  const { maxLength } = lengthsOf(schema);
  const kept: unknown[] = [];
  for (const [index, item] of value.entries()) {
    if (kept.length >= maxLength) break;
    const mended = fit(schema.element, item, `${path}.${index}`, cuts);
    if (mended !== refused) kept.push(mended);
  }
  if (kept.length < value.length) cuts.push(`${path} (${many(value.length)} entries, ${many(kept.length)} kept)`);
  return kept;
}

function fitRecord(schema: z.ZodRecord, value: unknown, path: string, cuts: string[]): unknown {
  if (typeof value !== 'object' || value === null) return refused;
  const kept: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const mended = z.safeParse(schema.keyType, name).success ? fit(schema.valueType, member, path, cuts) : refused;
    if (mended === refused) left(undefined, `${path}: a member`, cuts);
    else kept[name] = mended;
  }
  return kept;
}

function fitUnion(schema: z.ZodUnion, value: unknown, path: string, cuts: string[]): unknown {
  if (z.safeParse(schema, value).success) return value;
  for (const option of schema.options) {
    const own: string[] = [];
    const mended = fit(option, value, path, own);
    if (mended === refused) continue;
    cuts.push(...own);
    return mended;
  }
  return refused;
}

function fitString(schema: z.ZodString, value: unknown, path: string, cuts: string[]): unknown {
  if (typeof value !== 'string') return refused;
  const maxLength = schema.maxLength ?? Number.POSITIVE_INFINITY;
  if (value.length > maxLength) {
    const cut = cutText(value, maxLength);
    if (!z.safeParse(schema, cut).success) return refused;
    cuts.push(`${path} (${many(value.length)} characters, ${many(maxLength)} kept)`);
    return cut;
  }
  return z.safeParse(schema, value).success ? value : refused;
}

function fitNumber(schema: z.ZodNumber, value: unknown, path: string, cuts: string[]): unknown {
  if (typeof value !== 'number' || !Number.isFinite(value)) return refused;
  if (z.safeParse(schema, value).success) return value;
  const whole = schema.isInt ? Math.round(value) : value;
  const fitted = Math.min(Math.max(whole, schema.minValue ?? -Infinity), schema.maxValue ?? Infinity);
  if (!z.safeParse(schema, fitted).success) return refused;
  cuts.push(`${path} (${value} is out of its range)`);
  return fitted;
}

const many = (count: number): string => count.toLocaleString('en-US');

/** Limits of an array, from its checks. */
function lengthsOf(schema: z.ZodArray): { maxLength: number } {
  let maxLength = Number.POSITIVE_INFINITY;
  for (const check of schema.def.checks ?? []) {
    const { def } = check._zod;
    if (def.check === 'max_length') maxLength = Math.min(maxLength, Number(Reflect.get(def, 'maximum')));
  }
  return { maxLength };
}

/**
 * Where a list in a document is longer than its schema allows; null: nowhere. Asked before the schema parses: of a
 * million wrong entries it would make a million errors first.
 */
export function tooLongList(schema: Schema, value: unknown, path = ''): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (schema instanceof z.ZodObject) {
    return firstOf(Object.entries(schema.shape), ([name, member]) =>
      tooLongList(member, Reflect.get(value, name), path === '' ? name : `${path}.${name}`),
    );
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodNullable) {
    return tooLongList(schema.unwrap(), value, path);
  }
  if (schema instanceof z.ZodUnion) return firstOf(schema.options, (option) => tooLongList(option, value, path));
  if (schema instanceof z.ZodRecord) return tooLong(path, Object.keys(value).length, maxMembers);
  if (!(schema instanceof z.ZodArray) || !Array.isArray(value)) return null;
  const found = tooLong(path, value.length, lengthsOf(schema).maxLength);
  if (found !== null) return found;
  return firstOf(value, (item) => tooLongList(schema.element, item, path));
}

const tooLong = (path: string, length: number, maxLength: number): string | null =>
  length > maxLength ? `${path}: Too big: ${length} entries, at most ${maxLength} are read` : null;

function firstOf<T>(items: readonly T[], find: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

/** Of a record: parameters of a workload. */
const maxMembers = 1000;
