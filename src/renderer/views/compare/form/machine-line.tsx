import type { ReactNode } from 'react';
import { countOf } from '../../../../core/base/format-count';
import { formatShare } from '../../../../core/base/format-share';
import type { Machine } from '../../../../core/trace/machine';

/** What this machine can give. */
export function MachineLine({ machine }: { readonly machine: Machine }): ReactNode {
  const { logicalCores, physicalCores, model } = machine;
  const physical = physicalCores === null ? '' : ` (${physicalCores} physical)`;
  return (
    <section className="field">
      <h2>This machine</h2>
      <p className="field-about" title={model}>
        {countOf(logicalCores, 'logical core')}
        {physical}. One busy thread can use at most <b>{formatShare(1 / logicalCores)}</b> of it.
      </p>
    </section>
  );
}
