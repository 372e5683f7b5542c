import type { ReactNode } from 'react';
import { resultsEqual } from '../../../core/analysis/compare-modes';
import { joinWords } from '../../../core/base/join-words';
import type { RunManifest } from '../../../core/trace/run';

/** Loud: a mode that computes something else is not faster, it is wrong. */
export function DifferBanner({ runs }: { readonly runs: readonly RunManifest[] }): ReactNode {
  if (resultsEqual(runs) !== false) return null;
  const different = runs.filter((run) => run.difference !== undefined);
  const names = [...new Set(different.map((run) => run.mode))];
  const item = different.find((run) => run.difference?.item != null)?.difference?.item;
  return (
    <p className="differ-banner" role="alert">
      <b>Results differ.</b>{' '}
      {names.length === 0
        ? 'Not all runs computed the same.'
        : `${joinWords(names)} computed something else than the first run.`}
      {item == null ? '' : ` The first difference is item ${item}.`} Times mean nothing until they agree.
    </p>
  );
}
