import { describe, expect, it } from 'vitest';
import { compareModes } from '../../../../src/core/analysis/compare-modes';
import { blockingFunction } from '../../../../src/core/analysis/blocking-function';
import { explain } from '../../../../src/core/analysis/explain';
import { RecordingIndex } from '../../../../src/core/analysis/recording-index';
import type { Recording } from '../../../../src/core/trace/recording';
import { findLane } from '../../../../src/core/trace/find-tracks';
import { comparison, machine, outcome, run } from '../../../manifests';
import { recordingFromText, step } from '../../../recording-from-text';
import { sampledRecording, type Call } from './sampled-recording';

/** Findings on the event loops of a recorded command. @param samplesUs CPU samples were asked for */
function found(recording: Recording, samplesUs?: number) {
  const command = { name: 'it', line: 'it', folder: '/', exitCode: 0, signal: null };
  const manifest = run('run 1', null, {
    outcome: outcome({ workMs: 100 }),
    command: samplesUs === undefined ? command : { ...command, samplesUs },
  });
  const results = compareModes([manifest], machine, { baseline: null, includeStartup: false });
  return explain({
    machine,
    workload: comparison([]).spec.workload,
    results,
    recordings: new Map([[manifest.id, new RecordingIndex(recording)]]),
  })
    .filter(({ id }) => id === 'program-blocked' || id === 'no-core')
    .map((finding) => ({
      ...finding,
      title: finding.title.replaceAll('\u202f', ' '),
      detail: finding.detail.replaceAll('\u202f', ' '),
    }));
}

/** One loop that is blocked for 100 ms, in which its thread does what the picture says. */
const blockedWhile = (art: string): Recording =>
  recordingFromText(`phases |w............e|\nnode/main states |pp${art}|\nnode/main blocked |..bbbbbbbbbb|`);

describe('a loop that does not turn', () => {
  it('computed: the finding says so, and advises to do it elsewhere', () => {
    const [blocked, ...others] = found(blockedWhile('##########'));
    expect(blocked!.title).toBe('The event loop was blocked for 100 ms (main thread of node 100)');
    expect(blocked!.detail).toContain('Do such work in pieces');
    expect(others).toEqual([]);
  });

  it.each([
    ['l', 'waiting in a lock'],
    ['z', 'waiting in a sleep'],
    ['i', 'waiting for a file, a pipe or a socket'],
    ['c', 'waiting for a child process'],
    ['p', 'waiting for a socket, a pipe or a timer'],
    ['g', 'waiting for the GIL'],
  ])('waited (%s): the title says for what', (letter, waiting) => {
    const [blocked, ...others] = found(blockedWhile(`#${letter.repeat(8)}#`));
    expect(blocked!.title).toBe(`The event loop was blocked for 100 ms, ${waiting} (main thread of node 100)`);
    expect(blocked!.detail).toContain('Its thread computed for 20 ms and waited');
    expect(blocked!.detail).not.toMatch(/in pieces|CPU samples/);
    expect(others).toEqual([]);
  });

  it('wanted a core: no step blocked it, and the finding is about the machine', () => {
    const [starved, ...others] = found(blockedWhile('#========#'));
    expect(starved!.id).toBe('no-core');
    expect(starved!.title).toBe('The event loop had no core for 80 ms (main thread of node 100)');
    expect(starved!.evidence.range).toEqual({ start: 2 * step, end: 12 * step });
    expect(others).toEqual([]);
  });

  it('computed for long and had no core for longer: both are told, in one finding', () => {
    const art = '######' + '='.repeat(20);
    const [both, ...others] = found(
      recordingFromText(
        `phases |w${'.'.repeat(30)}e|\nnode/main states |${art}|\nnode/main blocked |${'b'.repeat(26)}|`,
      ),
    );
    expect(both!.title).toBe(
      'The event loop was blocked for 260 ms, 200 ms of it without a core (main thread of node 100)',
    );
    expect(both!.detail).toContain('computed for 60 ms and wanted a core, and had none, for 200 ms');
    expect(others).toEqual([]);
  });

  it('is not judged where its thread was not recorded', () => {
    const [blocked] = found(recordingFromText('phases |w.........e|\nnode/main blocked |.bbbbbbbb|'));
    expect(blocked!.title).toBe('The event loop was blocked for 80 ms (main thread of node 100)');
    expect(blocked!.detail).toContain('Whether its thread computed or waited was not recorded.');
    expect(blocked!.detail).not.toMatch(/in pieces|wanted/);
  });

  it('names the worker whose loop it was, and leads to its lane', () => {
    const recording = recordingFromText(
      `phases               |w..........e|
       node/main states     |p#p#p#p#p#p|
       node/worker 1 states |###########|
       node/main lag        |00000000000|
       node/worker 1 blocked|bbbbbbbbbbb|`.replace('1 blocked|', '1 blocked |'),
    );
    const [blocked, ...others] = found(recording);
    expect(blocked!.title).toBe('The event loop was blocked for 110 ms (worker 1 of node 100)');
    const lane = findLane(recording, blocked!.evidence.lane);
    expect(findLane(recording, lane!.parent)!.name).toBe('worker 1');
    expect(blocked!.weight).toBe('fact');
    expect(others).toEqual([]);
  });

  it('tells what blocked the main loop beside a longer block of a worker, and counts each by itself', () => {
    const recording = recordingFromText(
      `phases                |w..............e|
       node/worker 1 states  |###############|
       node/worker 1 blocked |bbbbbbbbbbbbbbb|
       node/main states      |######ppppppppp|
       node/main blocked     |bbbbbb.........|`,
    );
    expect(found(recording).map(({ title }) => title)).toEqual([
      'The event loop was blocked for 150 ms (worker 1 of node 100)',
      'The event loop was blocked for 60 ms (main thread of node 100)',
    ]);
    expect(found(recording)[0]!.detail).not.toContain('times');
  });

  it('advises CPU samples only where they were not taken', () => {
    const recording = blockedWhile('##########');
    expect(found(recording)[0]!.detail).toContain('Record it with CPU samples');
    expect(found(recording, 1000)[0]!.detail).not.toContain('Record it');
    expect(found(recording, 1000)[0]!.detail).toContain('name no function');
  });
});

describe('most of the time', () => {
  const range = { start: 0, end: 100e6 };
  const names = [
    'main (/srv/app.py:1)',
    'work (/srv/app.py:5)',
    'a (/srv/app.py:9)',
    'b (/srv/app.py:10)',
    'c (/srv/app.py:11)',
  ];
  it('is more than half: functions in turn leave the one that called them', () => {
    const calls: Call[] = [
      [0, 0, 0, 100],
      [1, 1, 0, 100],
      [2, 2, 0, 35],
      [3, 2, 35, 70],
      [4, 2, 70, 100],
    ];
    expect(blockingFunction(sampledRecording(names, calls), 1, range)).toEqual({
      name: 'work',
      place: '/srv/app.py:5',
      within: null,
      share: 1,
    });
  });

  it('is more than half of the whole range, not of what was sampled', () => {
    expect(blockingFunction(sampledRecording(names, [[0, 0, 0, 45]]), 1, range)).toBeNull();
    expect(blockingFunction(sampledRecording(names, [[0, 0, 0, 55]]), 1, range)).toMatchObject({ name: 'main' });
  });
});

/** A loop that is blocked while its thread waits, and starts processes as that begins. */
function withChildren(children: number): Recording {
  const lines = ['sleep', 'sh'].slice(0, children).map((name) => `${name}/main states |  ${'z'.repeat(8)}  |`);
  const recording = recordingFromText(
    `phases |w............e|\nnode/main states |pppppppppppppp|\nnode/main blocked |..bbbbbbbbbb|\n${lines.join('\n')}`,
  );
  const [from, ...to] = recording.lanes.filter(({ kind }) => kind === 'thread').map(({ id }) => id);
  const columns = {
    fromTime: Float64Array.from(to, () => 2 * step),
    toTime: Float64Array.from(to, () => 2 * step),
    fromLane: Uint32Array.from(to, () => from!),
    toLane: Uint32Array.from(to),
  };
  const id = recording.tracks.length;
  const flows = { id, lane: 0, kind: 'flows', name: 'made', columns, rows: to.length, slots: 0 } as const;
  // As of a recorded command: its threads have the number of their process.
  const lanes = recording.lanes.map((lane) => {
    const pid = recording.lanes.find(({ id: parent }) => parent === lane.parent)?.pid;
    return lane.kind === 'thread' && pid !== undefined ? { ...lane, pid } : lane;
  });
  return { ...recording, lanes, tracks: [...recording.tracks, flows] };
}

describe('a child that a loop waited for', () => {
  it.each([
    [1, 'for its child sleep 101'],
    [2, 'for child processes'],
  ])('%i: %s', (children, waiting) => {
    expect(found(withChildren(children))[0]!.title).toBe(
      `The event loop was blocked for 100 ms, waiting ${waiting} (main thread of node 100)`,
    );
  });

  it('is known by its parent where nobody tells which thread made it', () => {
    const { lanes, tracks, ...rest } = withChildren(1);
    const node = lanes.find(({ name }) => name === 'node')!.id;
    const adopted = lanes.map((lane) => (lane.name === 'sleep' ? { ...lane, parent: node } : lane));
    const recording = { ...rest, lanes: adopted, tracks: tracks.filter(({ name }) => name !== 'made') };
    expect(found(recording)[0]!.title).toContain('waiting for its child sleep 101');
    const stranger = { ...recording, lanes };
    expect(found(stranger)[0]!.title).toContain('waiting for a socket, a pipe or a timer');
  });
});
