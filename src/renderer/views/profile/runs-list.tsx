import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { endOfRun, failingExit } from '../../../core/analysis/end-of-run';
import { formatDuration } from '../../../core/base/format-duration';
import type { RunManifest } from '../../../core/trace/run';
import { takeCommandOf } from '../../state/profile';

/** What was run, band by band, and how it ended. */
export function RunsList({ runs }: { readonly runs: readonly RunManifest[] }): ReactNode {
  if (runs.length === 0) return null;
  return (
    <section className="field">
      <h2>Runs</h2>
      <ul className="profile-runs">
        {runs.map((run) => (
          <li key={run.id} title={`${run.command?.line ?? ''}\nin ${run.command?.folder ?? ''}`}>
            <span>
              <b>{run.mode}</b>
              {run.repeat > 1 ? ` #${run.repeat}` : ''} <code>{run.command?.name}</code>
            </span>
            <span data-status={failingExit(run) === null ? run.status : 'failed'}>{endOf(run)}</span>
            {run.command !== undefined && run.command.attached === undefined && (
              <Button
                size="compact-xs"
                variant="subtle"
                title="Fill in this command, to run it again"
                aria-label={`Fill in the command of ${run.mode}`}
                onClick={() => takeCommandOf(run)}
              >
                again
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function endOf(run: RunManifest): string {
  const end = endOfRun(run);
  if (run.outcome === undefined) return end;
  const time = formatDuration(run.outcome.workMs);
  // There is little room: what ended well needs no words.
  return run.status === 'done' && run.command?.exitCode === 0 ? time : `${time} · ${end}`;
}
