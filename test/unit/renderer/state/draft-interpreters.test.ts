import { describe, expect, it } from 'vitest';
import type { PythonInterpreter } from '../../../../src/core/protocol/python';
import type { ComparisonSpec } from '../../../../src/core/trace/comparison';
import { plannedBands } from '../../../../src/core/trace/planned-bands';
import {
  chosenPythons,
  knownPythons,
  missingEverywhere,
  onInterpreters,
  usualPythons,
} from '../../../../src/renderer/state/draft-interpreters';

const trio = { trio: { reason: 'trio is not installed.', command: 'pip install trio' } };
const found: readonly PythonInterpreter[] = [
  { path: '/opt/a', version: '3.11.7', origin: 'PATH', missing: trio },
  { path: '/opt/b', version: '3.13.0', origin: 'pyenv', missing: {} },
  { path: '/opt/c', version: '3.14.0t', origin: 'uv', missing: trio },
];
const spec: ComparisonSpec = {
  workload: { kind: 'built-in', id: 'py-count', title: '', items: 1, seed: 1, parameters: {} },
  modes: ['serial'],
  workers: 2,
  inFlight: 1,
  repeats: 1,
  timeLimitMs: null,
};
const bandsOf = (draft: ComparisonSpec): string[] => plannedBands(draft).map(({ mode }) => mode);
const on = (paths: readonly string[], added: string | null, modes = ['serial', 'trio', 'threads'] as const) =>
  onInterpreters(
    spec,
    knownPythons(
      found.filter(({ path }) => paths.includes(path)),
      found,
      added,
    ),
    modes,
  );

describe('interpreters of a draft', () => {
  it('are the nearest and, for a built-in workload, one without the GIL for its threads', () => {
    const { chosen, added } = usualPythons(found, true);
    expect([chosen.map(({ path }) => path), added]).toEqual([['/opt/a', '/opt/c'], '/opt/c']);
    expect(usualPythons(found, false)).toEqual({ chosen: [found[0]], added: null });
    expect(usualPythons(found.slice(2), true)).toEqual({ chosen: [found[2]], added: null });
    expect(usualPythons([], true)).toEqual({ chosen: [], added: null });
    expect(bandsOf(on(['/opt/a', '/opt/c'], '/opt/c'))).toEqual([
      'serial · Python 3.11',
      'threads · Python 3.11',
      'threads · Python 3.14t',
    ]);
  });

  it('leave a mode out where its package is missing, and altogether where none has it', () => {
    const both = on(['/opt/a', '/opt/b'], null);
    expect(both.modes).toEqual(['serial', 'trio', 'threads']);
    expect(bandsOf(both)).toContain('trio · Python 3.13');
    expect(bandsOf(both)).not.toContain('trio · Python 3.11');
    expect(on(['/opt/a', '/opt/c'], null).modes).toEqual(['serial', 'threads']);
    expect(missingEverywhere(knownPythons(found, found, null))).toEqual([]);
    expect(missingEverywhere(knownPythons([found[0]!, found[2]!], found, null))).toEqual(['trio']);
  });

  it('are one again when the others are taken away, and bands go by their modes', () => {
    const one = onInterpreters(on(['/opt/a', '/opt/b'], null), knownPythons([found[1]!], found, null), [
      'serial',
      'trio',
    ]);
    expect(one).toEqual({
      ...spec,
      workload: { ...spec.workload, python: { path: '/opt/b', version: '3.13.0' } },
      modes: ['serial', 'trio'],
    });
    expect(chosenPythons(one)).toEqual([{ path: '/opt/b', version: '3.13.0' }]);
    expect(bandsOf(one)).toEqual(['serial', 'trio']);
  });
});
