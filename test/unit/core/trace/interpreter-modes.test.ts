import { describe, expect, it } from 'vitest';
import { planInterpreters } from '../../../../src/core/protocol/plan-interpreters';
import { modeSchema } from '../../../../src/core/formats/run-schema';
import type { ComparisonSpec } from '../../../../src/core/trace/comparison';
import {
  besideMode,
  interpreterMode,
  interpreterNames,
  isLoopMode,
  isOfSameInterpreter,
  kindOfMode,
} from '../../../../src/core/trace/interpreter-modes';
import { plannedBands } from '../../../../src/core/trace/planned-bands';

const python = (version: string, path = `/opt/${version}/bin/python`) => ({ path, version, missing: {} });

describe('modes of several interpreters', () => {
  it('are bands of their own that know their mode', () => {
    const mode = interpreterMode('threads', '3.13');
    expect(mode).toBe('threads · Python 3.13');
    expect([kindOfMode(mode), kindOfMode('threads'), kindOfMode('run 2')]).toEqual(['threads', 'threads', null]);
    expect(besideMode(mode, 'serial')).toBe('serial · Python 3.13');
    expect(besideMode('threads', 'serial')).toBe('serial');
    expect([isLoopMode(interpreterMode('trio', '3.8')), isLoopMode(mode)]).toEqual([true, false]);
    expect(isOfSameInterpreter(mode, 'serial · Python 3.13')).toBe(true);
    expect(isOfSameInterpreter(mode, 'serial · Python 3.11')).toBe(false);
  });

  it('are stored, and nothing else is', () => {
    expect(modeSchema.parse('to-thread · Python 3.14t')).toBe('to-thread · Python 3.14t');
    expect(modeSchema.safeParse('async · Python 3.13').success).toBe(false);
    expect(modeSchema.safeParse('threads · Python ').success).toBe(false);
  });

  it.each([
    [
      [python('3.11.7'), python('3.13.0')],
      ['3.11', '3.13'],
    ],
    [
      [python('3.13.0'), python('3.13.0t')],
      ['3.13', '3.13t'],
    ],
    [
      [python('3.11.7'), python('3.11.2')],
      ['3.11.7', '3.11.2'],
    ],
    [
      [python('3.11.7', '/home/me/a/.venv/bin/python'), python('3.11.7', '/usr/bin/python3'), python('3.9.1')],
      ['3.11.7 in a/.venv', '3.11.7 in usr', '3.9'],
    ],
    [
      [python('3.11.7', '/x/.venv/bin/python'), python('3.11.7', '/x/.venv/bin/python3')],
      ['3.11.7, /x/.venv/bin/python', '3.11.7, /x/.venv/bin/python3'],
    ],
  ])('are told apart by as little as it takes: %#', (interpreters, names) => {
    expect(interpreterNames(interpreters)).toEqual(names);
  });
});

describe('plannedBands', () => {
  const spec: ComparisonSpec = {
    workload: {
      kind: 'built-in',
      id: 'py-count',
      title: '',
      items: 1,
      seed: 1,
      parameters: {},
      python: python('3.11.7'),
    },
    modes: ['serial', 'trio', 'threads'],
    workers: 2,
    inFlight: 1,
    repeats: 1,
    timeLimitMs: null,
  };

  it('has each mode once where there is one interpreter', () => {
    expect(plannedBands(spec).map(({ mode, python: by }) => [mode, by?.version])).toEqual([
      ['serial', '3.11.7'],
      ['trio', '3.11.7'],
      ['threads', '3.11.7'],
    ]);
  });

  it('has each mode on each interpreter that can run it, those of one mode next to each other', () => {
    const interpreters = planInterpreters(
      [
        python('3.11.7'),
        { ...python('3.13.0'), missing: { trio: { reason: 'trio is not installed.', command: null } } },
        { ...python('3.14.0t'), only: ['threads'] },
      ],
      spec.modes,
    );
    expect(plannedBands({ ...spec, interpreters }).map(({ key }) => key)).toEqual([
      'serial-python1',
      'serial-python2',
      'trio-python1',
      'threads-python1',
      'threads-python2',
      'threads-python3',
    ]);
    expect(plannedBands({ ...spec, interpreters }).map(({ mode, kind, python: by }) => [mode, kind, by?.path])).toEqual(
      [
        ['serial · Python 3.11', 'serial', '/opt/3.11.7/bin/python'],
        ['serial · Python 3.13', 'serial', '/opt/3.13.0/bin/python'],
        ['trio · Python 3.11', 'trio', '/opt/3.11.7/bin/python'],
        ['threads · Python 3.11', 'threads', '/opt/3.11.7/bin/python'],
        ['threads · Python 3.13', 'threads', '/opt/3.13.0/bin/python'],
        ['threads · Python 3.14t', 'threads', '/opt/3.14.0t/bin/python'],
      ],
    );
  });
});
