import type { WorkloadDescription } from '../../core/protocol/contract';
import type { JobMode } from '../../core/trace/run';
import type { WorkerProcesses } from '../channel/worker-processes';
import type { RunContext } from '../run/task-runner';

export type ParameterValues = Readonly<Record<string, number>>;

/** For `prepare`: once a run, in the host, before the clock starts. */
export interface Preparation {
  readonly items: number;
  readonly seed: number;
  readonly parameters: ParameterValues;
  readonly mode: JobMode;
  /** The run's private folder: what is written there is gone with the run. */
  readonly folder: string;
  readonly processes: WorkerProcesses;
}

/** What `prepare` made. `shared` is cloned to every worker. */
export interface Prepared<Shared> {
  readonly shared: Shared;
  /** Undoes what was prepared; called once, also after a failure. */
  readonly dispose?: () => void;
}

export interface Generation {
  readonly items: number;
  readonly seed: number;
  readonly parameters: ParameterValues;
}

/** What every thread that runs items knows. */
export interface Opening<Shared> {
  readonly seed: number;
  readonly parameters: ParameterValues;
  readonly shared: Shared;
}

export interface OpenWorkload<Item> {
  readonly run: (item: Item, context: RunContext) => unknown;
  readonly close?: () => void;
}

/**
 * A built-in workload. The same items, seed and parameters give the same results in every mode.
 *
 * prepare (host, not timed) → generate (host, once) → open (every thread that runs items) → run
 */
export interface WorkloadDefinition<Item, Shared> extends WorkloadDescription {
  readonly prepare?: (preparation: Preparation) => Promise<Prepared<Shared>>;
  readonly generate: (generation: Generation) => readonly Item[];
  readonly open: (opening: Opening<Shared>) => OpenWorkload<Item>;
}

/** A workload whose items and shared values only it knows the types of. */
export interface Workload extends WorkloadDescription {
  readonly prepare: (preparation: Preparation) => Promise<Prepared<unknown>>;
  readonly generate: (generation: Generation) => readonly unknown[];
  readonly open: (opening: Opening<unknown>) => OpenWorkload<unknown>;
}

/** Hides the types: items and shared values only ever go back to the workload that made them. */
export function defineWorkload<Item, Shared = null>(definition: WorkloadDefinition<Item, Shared>): Workload {
  return { prepare: prepareNothing, ...definition } as Workload;
}

const prepareNothing = (): Promise<Prepared<unknown>> => Promise.resolve({ shared: null });

/** The user's values within their limits; the defaults for what wasn't given. */
export function completeParameters(workload: WorkloadDescription, given: ParameterValues): ParameterValues {
  const values = workload.parameters.map(({ name, default: preset, min, max }) => {
    const value = given[name];
    return [name, value === undefined ? preset : Math.min(max, Math.max(min, value))] as const;
  });
  return Object.fromEntries(values);
}
