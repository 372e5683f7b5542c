import { Button, Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatCount } from '../../../core/base/format-count';
import { trackNames } from '../../../core/trace/track';
import type { RunManifest } from '../../../core/trace/run';
import { attempt } from '../../app/tell';
import { stopReading } from '../../state/comparison';
import { recordingOf, useRecordings } from '../../state/recordings';
import { runKey, type RunKey } from '../../state/run-key';

/** How much of a comparison has been read from disk, and a way to leave it at that. */
export function ReadingProgress({
  id,
  runs,
}: {
  readonly id: string;
  readonly runs: readonly RunManifest[];
}): ReactNode {
  // Drawn anew with all that comes.
  useRecordings((state) => state.versions);
  const all = runs.reduce((sum, { outcome }) => sum + (outcome?.tasksFinished ?? 0), 0);
  const read = runs.reduce((sum, run) => sum + tasksOf(runKey(id, run.id)), 0);
  return (
    <section className="run-progress" aria-label="Progress">
      <Progress
        value={all === 0 ? 0 : Math.min(1, read / all) * 100}
        size={4}
        radius={0}
        aria-label="Read"
        className="run-progress-bar"
      />
      <p role="status">
        <b>Reading the recording</b>
        {'  '}
        {all === 0 ? `${formatCount(read)} tasks` : `${formatCount(read)} of ${formatCount(all)} tasks`}
      </p>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => attempt(stopReading(id))}
        title="Shows what has been read until now"
      >
        Stop reading
      </Button>
    </section>
  );
}

const tasksOf = (run: RunKey): number =>
  recordingOf(run).tracks.reduce((sum, { name, rows }) => sum + (name === trackNames.tasks ? rows : 0), 0);
