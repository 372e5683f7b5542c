import { useEffect, type ReactNode } from 'react';
import { countOf } from '../../../core/base/format-count';
import type { Machine } from '../../../core/trace/machine';
import { takeFile } from '../../app/take-file';
import { attempt } from '../../app/tell';
import { ComparisonRow } from '../../components/comparison-row';
import { request } from '../../state/client';
import { loadLibrary, useLibrary } from '../../state/library';
import { navigate } from '../../state/navigation';
import { useApp } from '../../state/settings';
import { CoreStrip } from './core-strip';
import { machineSentence } from './machine-sentence';
import { ProcessTable } from './process-table';
import './home.css';

const mostRecent = 6;

/** The machine now, what was compared last, and the ways in. */
export function HomeView(): ReactNode {
  const info = useApp((state) => state.info);
  useEffect(() => {
    attempt(loadLibrary());
    attempt(request('live.set', { on: true }));
    return () => attempt(request('live.set', { on: false }));
  }, []);
  if (info === null) return null;
  return (
    <main className="home">
      <div className="home-machine">
        <MachineSentence machine={info.machine} />
        <CoreStrip cores={info.machine.logicalCores} />
        <ProcessTable />
      </div>
      <aside className="home-ways" aria-label="Begin">
        <button type="button" className="home-way home-way-first" onClick={() => navigate('compare')}>
          <b>Compare a workload</b>
          <span>The same work serial, async, on threads and in processes, on one clock.</span>
        </button>
        <button type="button" className="home-way" onClick={() => attempt(chooseOwnModule())}>
          <b>Your own module</b>
          <span>A JavaScript or TypeScript file that exports items and run. Choose it, or drop it on the window.</span>
        </button>
        <button type="button" className="home-way" onClick={() => navigate('profile')}>
          <b>Profile a command</b>
          <span>Any command line, unchanged: every thread of everything it starts, and what it waited for.</span>
        </button>
        <Recent />
      </aside>
    </main>
  );
}

async function chooseOwnModule(): Promise<void> {
  const chosen = await request('module.choose', null);
  if (chosen !== null) await takeFile(chosen.file);
}

function MachineSentence({ machine }: { readonly machine: Machine }): ReactNode {
  const { cores, most } = machineSentence(machine);
  return (
    <div className="home-sentence">
      <h1>
        {cores} One busy thread can use <em>{most}</em> of it.
      </h1>
      <p>{machine.model}</p>
    </div>
  );
}

function Recent(): ReactNode {
  const comparisons = useLibrary((state) => state.comparisons);
  const recovered = useLibrary((state) => state.recovered);
  if (comparisons === null) return null;
  return (
    <section className="home-recent">
      <h2>Recent comparisons</h2>
      {recovered.length > 0 && (
        <p className="home-recovered" role="status">
          {countOf(recovered.length, 'comparison')} had not ended when Juggler last did. What was recorded until then is
          below, marked “recovered”.
        </p>
      )}
      {comparisons.length === 0 ? (
        <p className="home-quiet">None yet. What you run is kept here by itself.</p>
      ) : (
        <ul className="comparison-list">
          {comparisons.slice(0, mostRecent).map((entry) => (
            <ComparisonRow key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {comparisons.length > mostRecent && (
        <button type="button" className="home-all" onClick={() => navigate('library')}>
          All {comparisons.length} comparisons
        </button>
      )}
    </section>
  );
}
