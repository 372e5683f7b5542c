import { create } from 'zustand';
import type { WorkloadDescription } from '../../core/protocol/contract';
import type { ComparisonSpec, WorkloadChoice } from '../../core/trace/comparison';
import { modes } from '../../core/trace/run';
import { request } from './client';
import { startComparison } from './comparison';
import { changeSettings, useApp } from './settings';

/** What the form asks for, and what Run runs; null until the app's description has come. */
interface DraftState {
  readonly spec: ComparisonSpec | null;
  /** A module was chosen and is being looked at: what Run would run is about to change. */
  readonly checking: boolean;
}

export const useDraft = create<DraftState>(() => ({ spec: null, checking: false }));

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
          modes: [...modes],
          workers: info.machine.logicalCores,
          inFlight: 64,
          repeats: 1,
          timeLimitMs: null,
        };
  useDraft.setState({ spec });
}

export function changeDraft(change: Partial<ComparisonSpec>): void {
  useDraft.setState(({ spec }) => ({ spec: spec === null ? null : { ...spec, ...change } }));
}

export function chooseWorkload(workload: WorkloadDescription): void {
  changeDraft({ workload: builtIn(workload) });
}

/** Checks the user's module and takes it. @throws {Error} with a sentence that says what is wrong with it. */
export async function chooseModule(file: string): Promise<void> {
  // As many items as it has when it is run: it is loaded anew each time, and may have changed.
  const { title } = await checked(file);
  changeDraft({ workload: { kind: 'module', id: file, title, items: null, seed: 1, parameters: {} } });
  const { recentModules } = useApp.getState().settings;
  await changeSettings({ recentModules: [file, ...recentModules.filter((other) => other !== file)].slice(0, 20) });
}

async function checked(file: string): Promise<{ title: string; items: number | null }> {
  useDraft.setState({ checking: true });
  try {
    return await request('module.check', { file });
  } finally {
    useDraft.setState({ checking: false });
  }
}

/** Runs the draft and remembers it as the last choice. @throws {Error} with a sentence for the user. */
export async function runDraft(): Promise<void> {
  const { spec, checking } = useDraft.getState();
  if (checking) throw new Error('The module is still being looked at: try again in a moment.');
  if (spec === null) throw new Error('Juggler is still starting: try again in a moment.');
  await startComparison(spec);
  const { kind } = spec.workload;
  if (kind === 'command') return;
  await changeSettings({
    lastSpec: {
      ...spec,
      workload: { ...spec.workload, kind, parameters: { ...spec.workload.parameters } },
      modes: [...spec.modes],
    },
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
