import { create } from 'zustand';
import type { WorkloadDescription } from '../../core/protocol/contract';
import type { PythonInterpreter } from '../../core/protocol/python';
import type { ComparisonSpec, WorkloadChoice } from '../../core/trace/comparison';
import { javaScriptModes, pythonModes, type JobMode } from '../../core/trace/run';
import { request } from './client';
import { requestedSpec, startComparison } from './comparison';
import { chosenPythons, knownPythons, onInterpreters, usualPythons } from './draft-interpreters';
import { changeSettings, useApp } from './settings';

/** What the form asks for, and what Run runs; null until the app's description has come. */
interface DraftState {
  readonly spec: ComparisonSpec | null;
  /** A module was chosen and is being looked at: what Run would run is about to change. */
  readonly checking: boolean;
  /** What could run a Python workload; empty until one is chosen. */
  readonly interpreters: readonly PythonInterpreter[];
  /** Path of the one that was added unasked, as it has no GIL; null: none was. */
  readonly added: string | null;
}

export const useDraft = create<DraftState>(() => ({ spec: null, checking: false, interpreters: [], added: null }));

/** The last choice, or the first workload in all modes with all cores. */
export function beginDraft(): void {
  const { info, workloads, settings } = useApp.getState();
  const first = workloads[0];
  if (info === null || first === undefined) return;
  const last = settings.lastSpec;
  const lastStillThere = last?.workload.kind === 'module' || workloads.some(({ id }) => id === last?.workload.id);
  const spec: ComparisonSpec =
    last !== null && lastStillThere
      ? last
      : {
          workload: builtIn(first),
          modes: [...javaScriptModes],
          workers: info.machine.logicalCores,
          inFlight: 64,
          repeats: 1,
          timeLimitMs: null,
        };
  useDraft.setState({ spec });
  if (spec.workload.python !== undefined) void loadInterpreters(moduleOf(spec.workload)).catch(() => undefined);
}

export function changeDraft(change: Partial<ComparisonSpec>): void {
  useDraft.setState(({ spec }) => ({ spec: spec === null ? null : { ...spec, ...change } }));
}

/** @throws {Error} with a sentence, where nothing here could run it */
export async function chooseWorkload(workload: WorkloadDescription): Promise<void> {
  const cores = useApp.getState().info?.machine.logicalCores ?? 1;
  const chosen = useDraft.getState().spec?.workers ?? cores;
  const workers = workload.workers ?? Math.min(chosen, cores);
  await take(builtIn(workload), workload.language === 'python', workers);
}

/** Other interpreters for the Python workload that is chosen: each of several is compared. @param paths at least one */
export function chooseInterpreters(paths: readonly string[]): void {
  const { spec, interpreters, added } = useDraft.getState();
  if (spec === null || paths.length === 0) return;
  const before = chosenPythons(spec);
  const chosen = paths.flatMap((path) => [...before, ...interpreters].find((one) => one.path === path) ?? []);
  // Who ticks others wants them in all modes, the one that was added, too.
  const stays = chosen.length < before.length && added !== null && paths.includes(added) ? added : null;
  const spared = onInterpreters(spec, knownPythons(chosen, interpreters, stays), spec.modes);
  useDraft.setState({ spec: spared, added: stays });
}

export function chooseModes(modes: readonly JobMode[]): void {
  const { spec, interpreters, added } = useDraft.getState();
  if (spec === null) return;
  useDraft.setState({ spec: onInterpreters(spec, knownPythons(chosenPythons(spec), interpreters, added), modes) });
}

/** The workload, in modes of its language: those that were chosen, as far as it has them. */
async function take(workload: WorkloadChoice, isPython: boolean, workers?: number): Promise<void> {
  const found = isPython ? await loadedInterpreters(moduleOf(workload)) : [];
  const { spec } = useDraft.getState();
  if (spec === null) return;
  const { chosen, added } = usualPythons(found, workload.kind === 'built-in');
  const offered: readonly JobMode[] = isPython ? pythonModes : javaScriptModes;
  const isSwitch = (spec.workload.python !== undefined) !== isPython;
  const modes = isSwitch ? offered : spec.modes.filter((mode) => offered.includes(mode));
  const next = { ...spec, workload, ...(workers === undefined ? {} : { workers }) };
  const pythons = knownPythons(chosen, found, added);
  useDraft.setState({ spec: onInterpreters(next, pythons, modes), added });
}

const moduleOf = ({ kind, id }: WorkloadChoice): string | null => (kind === 'module' ? id : null);

/** @throws {Error} with a sentence, where there is none */
async function loadedInterpreters(module: string | null): Promise<readonly PythonInterpreter[]> {
  const found = await loadInterpreters(module);
  if (found.length > 0) return found;
  throw new Error('No Python from 3.8 on was found here: install one, and choose again.');
}

async function loadInterpreters(module: string | null): Promise<readonly PythonInterpreter[]> {
  useDraft.setState({ checking: true });
  try {
    const { interpreters } = await request('python.list', { file: module });
    useDraft.setState({ interpreters });
    return interpreters;
  } finally {
    useDraft.setState({ checking: false });
  }
}

/** Checks the user's module and takes it. @throws {Error} with a sentence that says what is wrong with it. */
export async function chooseModule(file: string): Promise<void> {
  // As many items as it has when it is run: it is loaded anew each time, and may have changed.
  const isPython = /\.py$/i.test(file);
  const python = isPython ? (await loadedInterpreters(file))[0]!.path : null;
  const { title } = await checked(file, python);
  await take({ kind: 'module', id: file, title, items: null, seed: 1, parameters: {} }, isPython);
  const { recentModules } = useApp.getState().settings;
  await changeSettings({ recentModules: [file, ...recentModules.filter((other) => other !== file)].slice(0, 20) });
}

async function checked(file: string, python: string | null): Promise<{ title: string; items: number | null }> {
  useDraft.setState({ checking: true });
  try {
    return await request('module.check', python === null ? { file } : { file, python });
  } finally {
    useDraft.setState({ checking: false });
  }
}

/** Runs the draft and remembers it as the last choice. @throws {Error} with a sentence for the user. */
export async function runDraft(): Promise<void> {
  const { spec, checking } = useDraft.getState();
  if (checking) throw new Error('The module or its interpreter is still being looked at: try again in a moment.');
  if (spec === null) throw new Error('Juggler is still starting: try again in a moment.');
  await startComparison(spec);
  const { kind } = spec.workload;
  if (kind === 'command') return;
  await changeSettings({
    lastSpec: requestedSpec(spec, kind),
  });
}

export function builtIn(workload: WorkloadDescription): WorkloadChoice {
  return {
    kind: 'built-in',
    id: workload.id,
    title: workload.title,
    items: workload.items.default,
    seed: 1,
    parameters: Object.fromEntries(workload.parameters.map((parameter) => [parameter.name, parameter.default])),
  };
}
