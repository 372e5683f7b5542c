import type { WorkloadChoice } from '../../core/trace/comparison';
import type { RunFunction } from '../run/task-runner';
import { workloadById } from '../workloads';
import { completeParameters, type Workload } from '../workloads/workload';
import { openUserModule } from './user-module';

/** A workload that is loaded in this thread. */
export interface Work {
  /** Evaluates the items: once a run, in the host. */
  readonly items: () => Promise<readonly unknown[]>;
  readonly run: RunFunction;
  readonly close: () => void;
}

/** @param shared what the workload's `prepare` gave. @throws {JobError} with a sentence, if it can't be loaded. */
export async function openWork(choice: WorkloadChoice, shared: unknown): Promise<Work> {
  if (choice.kind === 'module') return openUserModule(choice.id, choice.items);
  return openBuiltIn(builtIn(choice), choice, shared);
}

/** @throws {Error} for an id that isn't in the registry. */
export function builtIn({ kind, id }: WorkloadChoice): Workload {
  const workload = kind === 'built-in' ? workloadById(id) : undefined;
  if (workload === undefined) throw new Error(`there is no built-in workload “${id}”`);
  return workload;
}

function openBuiltIn(workload: Workload, choice: WorkloadChoice, shared: unknown): Work {
  const parameters = completeParameters(workload, choice.parameters);
  const { seed } = choice;
  const open = workload.open({ seed, parameters, shared });
  const items = choice.items ?? workload.items.default;
  return {
    items: () => Promise.resolve(workload.generate({ items, seed, parameters })),
    run: open.run,
    close: () => open.close?.(),
  };
}
