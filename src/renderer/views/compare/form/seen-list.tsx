import type { ReactNode } from 'react';
import {
  capabilityKinds,
  type Capabilities,
  type Capability,
  type CapabilityKind,
} from '../../../../core/trace/capability';

const names: Readonly<Record<CapabilityKind, string>> = {
  tasks: 'tasks',
  cores: 'cores',
  cpu: 'CPU time',
  eventLoop: 'event loops',
  scheduler: 'scheduling',
};

/** What can be seen here, and what not, and why. */
export function SeenList({ capabilities }: { readonly capabilities: Capabilities }): ReactNode {
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
