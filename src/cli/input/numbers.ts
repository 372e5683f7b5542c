import { CallError } from '../call-error';
import { formatCount } from '../../core/base/format-count';

/** A whole number within limits. @throws {CallError} that names the option, the value, and the limits. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max) {
    throw new CallError(`${option} ${text}: it takes a whole number from ${formatCount(min)} to ${formatCount(max)}.`);
  }
  return value;
}

const unitsInMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, '': 1000, min: 60_000, m: 60_000, h: 3_600_000 };

/** `30`, `30s`, `500ms`, `2min` in ms. @throws {CallError} */
export function durationMs(option: string, text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h)?$/.exec(text.trim()) ?? [];
  const ms = Number(number) * (unitsInMs[unit] ?? Number.NaN);
  if (number === '' || !(ms > 0)) {
    throw new CallError(
      `${option} ${text}: it takes a time above zero, such as 30, 500ms or 2min (seconds without a unit).`,
    );
  }
  return ms;
}
