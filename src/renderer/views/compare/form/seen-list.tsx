import type { ReactNode } from 'react';
import {
  capabilityKinds,
  type Capabilities,
  type Capability,
  type CapabilityKind,
} from '../../../../core/trace/capability';
import { useShownComparison } from '../../../state/comparison';

const names: Readonly<Record<CapabilityKind, string>> = {
  tasks: 'tasks',
  cores: 'cores',
  cpu: 'CPU time',
  eventLoop: 'event loops',
  scheduler: 'scheduling',
};

/** What can be seen here, and what not, and why: as the newest run says, before it as the app expects. */
export function SeenList({ expected }: { readonly expected: Capabilities }): ReactNode {
  const recorded = useShownComparison()?.runs.findLast((run) => Object.keys(run.capabilities).length > 0);
  const capabilities = recorded?.capabilities ?? expected;
  if (Object.keys(capabilities).length === 0) return null;
  return (
    <section className="field">
      <h2>What can be seen</h2>
      <ul className="seen-list">
        {capabilityKinds.flatMap((kind) => {
          const capability = capabilities[kind];
          if (capability === undefined) return [];
          const { word, why } = describe(capability);
          return (
            <li key={kind} title={why}>
              {names[kind]} <span data-quality={capability.quality}>{word}</span>
              {capability.quality === 'missing' && <small>{why}</small>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function describe(capability: Capability): { word: string; why: string } {
  switch (capability.quality) {
    case 'exact':
      return { word: 'exact', why: 'Every change is recorded with its time' };
    case 'sampled':
      return { word: `every ${capability.periodMs} ms`, why: capability.reason ?? 'Looked at so often' };
    case 'missing':
      return { word: 'not available', why: [capability.reason, capability.remedy].filter(Boolean).join(' ') };
    default:
      return capability satisfies never;
  }
}
