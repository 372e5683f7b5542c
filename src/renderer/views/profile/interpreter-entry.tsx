import type { ReactNode } from 'react';
import type { DoctorInterpreter } from '../../../core/protocol/doctor';
import { obstaclesOf, packagesOf } from '../../../core/protocol/interpreter-words';

/** A Python of this machine: what the agent can do there, what it lacks, and the command that would install that. */
export function InterpreterEntry({ interpreter }: { readonly interpreter: DoctorInterpreter }): ReactNode {
  const { path, version, origin, quality, agent, install } = interpreter;
  return (
    <li>
      <b>Python {version}</b> <span data-quality={quality}>{quality === 'exact' ? origin : 'from outside only'}</span>
      <p>
        {path}
        <br />
        {[agent, packagesOf(interpreter), ...obstaclesOf(interpreter)].filter(Boolean).join(' · ')}
      </p>
      {install !== null && <code>{install}</code>}
    </li>
  );
}
