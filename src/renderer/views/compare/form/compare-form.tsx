import type { ReactNode } from 'react';
import type { ComparisonSpec } from '../../../../core/trace/comparison';
import { changeDraft, useDraft } from '../../../state/draft';
import { useApp } from '../../../state/settings';
import { AdvancedFields } from './advanced-fields';
import { InterpreterField } from './interpreter-field';
import { MachineLine } from './machine-line';
import { ModesField } from './modes-field';
import { NumberField } from './number-field';
import { SeenList } from './seen-list';
import { WorkloadField } from './workload-field';

/** What to run, and how. */
export function CompareForm(): ReactNode {
  const spec = useDraft((state) => state.spec);
  const info = useApp((state) => state.info);
  if (spec === null || info === null) return <aside className="compare-form" aria-busy="true" />;
  return (
    <aside className="compare-form" aria-label="What to compare">
      <div className="compare-form-fields">
        <WorkloadField spec={spec} />
        {spec.workload.python !== undefined && <InterpreterField spec={spec} />}
        <ModesField spec={spec} />
        <HowMany spec={spec} cores={info.machine.logicalCores} />
        <AdvancedFields spec={spec} />
        <MachineLine machine={info.machine} />
        <SeenList expected={info.capabilities} />
      </div>
    </aside>
  );
}

function HowMany({ spec, cores }: { readonly spec: ComparisonSpec; readonly cores: number }): ReactNode {
  const workload = useApp((state) => state.workloads.find(({ id }) => id === spec.workload.id));
  const isOwn = spec.workload.kind === 'module';
  // What waits may want more than there are cores.
  const mostWorkers = Math.max(cores, spec.workload.python === undefined ? 0 : 64);
  const limits = workload?.items ?? { min: 1, max: 1_000_000 };
  return (
    <div className="field-row">
      <NumberField
        label="Workers"
        hint={`Threads or processes that work at once: 1 to ${mostWorkers}; this machine has ${cores} logical cores`}
        value={spec.workers}
        min={1}
        max={mostWorkers}
        onChange={(workers) => changeDraft({ workers })}
      />
      <NumberField
        label="Items"
        hint={isOwn ? 'Empty: as many as the module gives' : `${limits.min} to ${limits.max}`}
        value={spec.workload.items}
        min={limits.min}
        max={limits.max}
        onChange={(items) => changeDraft({ workload: { ...spec.workload, items } })}
        {...(isOwn ? { onEmpty: () => changeDraft({ workload: { ...spec.workload, items: null } }) } : {})}
      />
      <NumberField
        label="Repeats"
        hint="Each mode is run so many times, in turns; from 2 on, speed-ups have an interval"
        value={spec.repeats}
        min={1}
        max={100}
        onChange={(repeats) => changeDraft({ repeats })}
      />
    </div>
  );
}
