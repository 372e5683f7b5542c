import { Chip, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ChosenInterpreter } from '../../../../core/protocol/plan-interpreters';
import type { ComparisonSpec } from '../../../../core/trace/comparison';
import { javaScriptModes, pythonModes, type JobMode, type PythonMode } from '../../../../core/trace/run';
import { chooseModes, useDraft } from '../../../state/draft';
import { chosenPythons, knownPythons, missingEverywhere } from '../../../state/draft-interpreters';

const titles: Readonly<Record<JobMode, string>> = {
  serial: 'One item after the other, on one thread',
  async: 'One thread, many items in flight',
  threads: 'A pool of worker threads',
  processes: 'A pool of worker processes',
  asyncio: 'run_async on one event loop, many items in flight; without it run, called from a coroutine',
  'to-thread': 'asyncio.to_thread(run, item), on as many threads as there are workers',
  trio: 'run_trio in one nursery, many items in flight; without it run, called from a task',
  unsync: '@unsync: run_async in its ambient event loop, else run in its threads',
  cython: 'The compiled function on threads; where it releases the GIL, they run at the same time',
};

export function ModesField({ spec }: { readonly spec: ComparisonSpec }): ReactNode {
  const { interpreters, added } = useDraft();
  const pythons = knownPythons(chosenPythons(spec), interpreters, added);
  const modes: readonly JobMode[] = pythons.length === 0 ? javaScriptModes : pythonModes;
  const nowhere = missingEverywhere(pythons);
  const toggle = (mode: JobMode, on: boolean): void => {
    const chosen = new Set(spec.modes);
    if (on) chosen.add(mode);
    else chosen.delete(mode);
    chooseModes(modes.filter((each) => chosen.has(each)));
  };
  return (
    <fieldset className="field">
      <legend>Modes</legend>
      <Group gap={6}>
        {modes.map((mode) => {
          const why = nowhere.includes(mode) ? pythons[0]?.missing[mode as PythonMode] : undefined;
          return (
            <Chip
              key={mode}
              size="xs"
              variant="outline"
              disabled={why !== undefined}
              checked={spec.modes.includes(mode)}
              onChange={(on) => toggle(mode, on)}
              title={why?.reason ?? titles[mode]}
            >
              {mode}
            </Chip>
          );
        })}
      </Group>
      {spec.modes.length === 0 && <p className="field-error">Choose at least one.</p>}
      {pythons.map((python) => (
        <MissingModes key={python.path} python={python} of={pythons.length} />
      ))}
    </fieldset>
  );
}

/** What would make the greyed modes possible. */
function MissingModes({
  python: { missing, version, only },
  of,
}: {
  readonly python: ChosenInterpreter;
  readonly of: number;
}): ReactNode {
  const lacking = only === undefined ? Object.entries(missing) : [];
  if (lacking.length === 0) return null;
  return (
    <details className="field-more">
      <summary>
        Not in {of > 1 ? `Python ${version}` : 'this interpreter'}: {lacking.map(([mode]) => mode).join(', ')}
      </summary>
      {lacking.map(([mode, { reason, command }]) => (
        <p key={mode} className="field-about">
          {reason}
          {command !== null && <code className="field-command">{command}</code>}
        </p>
      ))}
    </details>
  );
}
