import type { ReactNode } from 'react';
import type { ComparisonSpec } from '../../../../core/trace/comparison';
import { changeDraft } from '../../../state/draft';
import { useApp } from '../../../state/settings';
import { NumberField } from './number-field';

/** What most people leave as it is. */
export function AdvancedFields({ spec }: { readonly spec: ComparisonSpec }): ReactNode {
  const workload = useApp((state) => state.workloads.find(({ id }) => id === spec.workload.id));
  const parameters = spec.workload.kind === 'built-in' ? (workload?.parameters ?? []) : [];
  return (
    <details className="field advanced">
      <summary>Advanced</summary>
      <div className="field-grid">
        <NumberField
          label={spec.workload.python === undefined ? 'In flight (async)' : 'In flight (asyncio, Trio, unsync)'}
          hint="Most items that one event loop has in flight at once"
          value={spec.inFlight}
          min={1}
          max={100_000}
          onChange={(inFlight) => changeDraft({ inFlight })}
        />
        <NumberField
          label="Time limit of a run"
          hint="A run that takes longer is stopped; empty: never"
          value={spec.timeLimitMs === null ? null : Math.round(spec.timeLimitMs / 1000)}
          min={1}
          max={86_400}
          unit="s"
          onChange={(seconds) => changeDraft({ timeLimitMs: seconds * 1000 })}
          onEmpty={() => changeDraft({ timeLimitMs: null })}
        />
        {parameters.map(({ name, label, unit, min, max, default: usual }) => (
          <NumberField
            key={name}
            label={label}
            hint={`${min} to ${max} ${unit}; usually ${usual}`}
            value={spec.workload.parameters[name] ?? usual}
            min={min}
            max={max}
            unit={unit}
            onChange={(value) =>
              changeDraft({
                workload: { ...spec.workload, parameters: { ...spec.workload.parameters, [name]: value } },
              })
            }
          />
        ))}
      </div>
    </details>
  );
}
