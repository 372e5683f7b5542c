import { NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { countOf } from '../../../core/base/format-count';
import { commands } from '../../app/commands';
import { attempt } from '../../app/tell';
import { ComparisonRow } from '../../components/comparison-row';
import { loadLibrary, useLibrary } from '../../state/library';
import { findComparisons, orders, type Order } from './find-comparisons';
import './library.css';

/** Everything that was ever compared here. */
export function LibraryView(): ReactNode {
  const comparisons = useLibrary((state) => state.comparisons);
  const [query, setQuery] = useState('');
  const [order, setOrder] = useState<Order>('newest');
  useEffect(() => attempt(loadLibrary()), []);
  const found = useMemo(() => findComparisons(comparisons ?? [], query, order), [comparisons, query, order]);
  return (
    <main className="library">
      <div className="library-tools">
        <TextInput
          aria-label="Search"
          placeholder="Search names, workloads, results"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label="Order"
          value={order}
          onChange={(event) => setOrder(event.currentTarget.value as Order)}
          data={Object.entries(orders).map(([value, { label }]) => ({ value, label }))}
        />
        <span>{comparisons !== null && countOf(found.length, 'comparison')}</span>
        <button type="button" className="button" onClick={() => attempt(Promise.resolve(commands.open()))}>
          Open a file…
        </button>
      </div>
      <ul className="comparison-list">
        {found.map((entry) => (
          <ComparisonRow key={entry.id} entry={entry} />
        ))}
      </ul>
      {comparisons?.length === 0 && <p className="home-quiet">None yet. What you run is kept here by itself.</p>}
      {comparisons !== null && comparisons.length > 0 && found.length === 0 && (
        <p className="home-quiet">Nothing has all of “{query}” in it.</p>
      )}
    </main>
  );
}
