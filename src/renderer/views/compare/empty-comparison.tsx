import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { countOf } from '../../../core/base/format-count';
import { joinWords } from '../../../core/base/join-words';
import { plannedBands } from '../../../core/trace/planned-bands';
import { modeTraits } from '../../../core/trace/run';
import { attempt } from '../../app/tell';
import { runDraft, useDraft } from '../../state/draft';
import { useApp } from '../../state/settings';

/** Before the first run: what will be run, what to expect of it, and the way to begin. */
export function EmptyComparison(): ReactNode {
  const spec = useDraft((state) => state.spec);
  const workload = useApp((state) => state.workloads.find(({ id }) => id === spec?.workload.id));
  if (spec === null) return null;
  const bands = plannedBands(spec);
  const runs = bands.length * spec.repeats;
  return (
    <section className="empty-comparison">
      <div>
        <h1>{spec.workload.title}</h1>
        <p>{workload?.about ?? 'Your own module: every item of it is run in each mode.'}</p>
        {spec.modes.length > 0 && (
          <p className="empty-plan">
            {countOf(runs, 'run')}: {joinWords(bands.map(({ mode }) => mode))}
            {spec.repeats > 1 ? `, ${spec.repeats} times each` : ''}. All are drawn on one clock, while they go on.
          </p>
        )}
        <Button size="md" disabled={spec.modes.length === 0} onClick={() => attempt(runDraft())}>
          Run
        </Button>
      </div>
      <ul aria-hidden="true" data-wide={spec.interpreters === undefined ? undefined : true}>
        {bands.map(({ mode, kind }) => (
          <li key={mode}>
            <span>{mode}</span>
            {Array.from({ length: modeTraits[kind].workers ? Math.min(4, spec.workers) : 1 }, (_, lane) => (
              <i key={lane} />
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
