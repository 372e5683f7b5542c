import { Button, Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { attempt } from '../../app/tell';
import { skipRun, useComparison } from '../../state/comparison';
import { useGrowth, type Growth } from '../../state/growth';
import { formatBytes } from '../../../core/base/format-bytes';
import { formatSeconds } from '../../../core/base/format-duration';
import type { ShownBand } from './use-bands';

/** How far the comparison is, what goes on now, and how to go on to the next run. Null when nothing runs. */
export function RunProgress({
  bands,
  items,
  repeats,
}: {
  readonly bands: readonly ShownBand[];
  readonly items: number | null;
  readonly repeats: number;
}): ReactNode {
  const running = bands.find(({ run }) => run.status === 'recording');
  const growth = useGrowth((state) => (state.run === running?.key ? state.growth : null));
  const progress = useComparison((state) => state.progress);
  if (progress?.state !== 'running') return null;
  const { finishedRuns, totalRuns, current } = progress;
  const done = running === undefined ? 0 : finishedTasks(running);
  const ofItems = items === null || items === 0 ? 0 : Math.min(1, done / items);
  const share =
    (finishedRuns + (running === undefined ? 0 : (attachedShare(running) ?? ofItems))) / Math.max(1, totalRuns);
  const what =
    current === null
      ? 'Getting ready'
      : `${current.mode}${repeats > 1 ? `, repeat ${current.repeat}` : ''}: ${current.phase}`;
  const isCommand = running?.run.command !== undefined;
  const doneItems = items === null ? `${done} items done` : `${done} of ${items} items`;
  const count = isCommand ? formatSeconds(running.band.seenUntil / 1e6, 1) : doneItems;
  return (
    <section className="run-progress" aria-label="Progress">
      <Progress
        value={share * 100}
        size={4}
        radius={0}
        transitionDuration={120}
        aria-label="Runs finished"
        className="run-progress-bar"
      />
      <p role="status">
        <b>
          Run {Math.min(totalRuns, finishedRuns + 1)} of {totalRuns}
        </b>
        {'  '}
        {what}
        {running === undefined ? '' : ` · ${count}`}
        {isCommand && growth !== null ? ` · ${growthText(growth)}` : ''}
      </p>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => attempt(skipRun())}
        title="Ends this run, begins the next"
      >
        Skip this run
      </Button>
    </section>
  );
}

/** `3.4 MB on disk, 120 KB/s more`. */
function growthText({ bytes, bytesASecond }: Growth): string {
  const more = bytesASecond === null ? '' : `, ${formatBytes(Math.max(0, bytesASecond))}/s more`;
  return `${formatBytes(bytes)} on disk${more}`;
}

/** Of the time that a process is looked at; null: there is no such time. */
function attachedShare({ band, run }: ShownBand): number | null {
  const seconds = run.command?.attached?.seconds ?? null;
  return seconds === null ? null : Math.min(1, band.seenUntil / 1e9 / seconds);
}

const finishedTasks = ({ band }: ShownBand): number => band.lanes.reduce((sum, { rows }) => sum + rows, 0);
