import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { CallError } from '../call-error';
import { joinWords } from '../../core/base/join-words';
import { formatCount } from '../../core/base/format-count';
import type { WorkloadDescription } from '../../core/protocol/contract';
import type { WorkloadChoice } from '../../core/trace/comparison';
import { didYouMean } from './nearest';
import { wholeNumber } from './numbers';

export interface WorkloadOptions {
  readonly items?: string;
  readonly seed?: string;
  /** `name=value`. */
  readonly param?: readonly string[];
}

const modulePattern = /[/\\]|\.([cm]?[jt]s|py)$/i;
const mostItems = 1_000_000;

/**
 * What `juggler compare WORKLOAD|FILE` names: a built-in, else a file.
 *
 * @throws {CallError} when it is neither, or an option does not fit it
 */
export function workloadFrom(
  name: string,
  options: WorkloadOptions,
  registry: readonly WorkloadDescription[],
): WorkloadChoice {
  const seed = options.seed === undefined ? 1 : wholeNumber('--seed', options.seed, 0, 0xffffffff);
  const builtIn = registry.find(({ id }) => id === name);
  return builtIn === undefined ? moduleFrom(name, options, seed, registry) : builtInFrom(builtIn, options, seed);
}

function builtInFrom(workload: WorkloadDescription, options: WorkloadOptions, seed: number): WorkloadChoice {
  const { min, max } = workload.items;
  return {
    kind: 'built-in',
    id: workload.id,
    title: workload.title,
    items: options.items === undefined ? workload.items.default : wholeNumber('--items', options.items, min, max),
    seed,
    parameters: parametersFrom(workload, options.param ?? []),
  };
}

function moduleFrom(
  name: string,
  options: WorkloadOptions,
  seed: number,
  registry: readonly WorkloadDescription[],
): WorkloadChoice {
  const file = resolve(name);
  if (!existsSync(file)) {
    if (modulePattern.test(name)) throw new CallError(`There is no file ${file}.`);
    const ids = registry.map(({ id }) => id);
    throw new CallError(
      `There is no workload “${name}”.${didYouMean(name, ids)} Built in are ${joinWords(ids)}; or give the path of your own module.`,
    );
  }
  if (!statSync(file).isFile())
    throw new CallError(`${file} is not a file. Give the JavaScript, TypeScript or Python file itself.`);
  if ((options.param ?? []).length > 0)
    throw new CallError('--param sets parameters of built-in workloads; a module of your own has none.');
  const items = options.items === undefined ? null : wholeNumber('--items', options.items, 1, mostItems);
  return { kind: 'module', id: file, title: basename(file), items, seed, parameters: {} };
}

function parametersFrom(workload: WorkloadDescription, given: readonly string[]): Record<string, number> {
  const values: Record<string, number> = Object.fromEntries(
    workload.parameters.map((parameter) => [parameter.name, parameter.default]),
  );
  for (const text of given) {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === '') throw new CallError(`--param ${text}: write it as name=value.`);
    const parameter = workload.parameters.find((each) => each.name === name);
    if (parameter === undefined) throw new CallError(unknownParameter(workload, name));
    const number = Number(value);
    const { min, max } = parameter;
    if (value.trim() === '' || !Number.isFinite(number) || number < min || number > max) {
      const range = `from ${formatCount(min)} to ${formatCount(max)}`;
      throw new CallError(
        `--param ${text}: ${name} takes a number ${range}${parameter.unit === '' ? '' : ` (${parameter.unit})`}.`,
      );
    }
    values[name] = number;
  }
  return values;
}

function unknownParameter({ id, parameters }: WorkloadDescription, name: string): string {
  const names = parameters.map((parameter) => parameter.name);
  if (names.length === 0) return `--param ${name}: workload ${id} has no parameters.`;
  return `--param ${name}: workload ${id} has no such parameter.${didYouMean(name, names)} It has ${joinWords(names)}.`;
}
