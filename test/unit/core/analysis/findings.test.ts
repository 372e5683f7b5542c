import { describe, expect, it } from 'vitest';
import { compareModes } from '../../../../src/core/analysis/compare-modes';
import { explain } from '../../../../src/core/analysis/explain';
import { findings } from '../../../../src/core/analysis/findings';
import type { Evidence, Finding } from '../../../../src/core/analysis/findings/finding';
import type { Machine } from '../../../../src/core/trace/machine';
import { isLoopMode } from '../../../../src/core/trace/interpreter-modes';
import { ancestorOfKind, findLane } from '../../../../src/core/trace/find-tracks';
import type { Recording } from '../../../../src/core/trace/recording';
import { RecordingIndex } from '../../../../src/core/analysis/recording-index';
import type { RunManifest, RunOutcome } from '../../../../src/core/trace/run';
import { comparison, machine as fourCores, outcome, run } from '../../../manifests';
import { recordingFromText, step } from '../../../recording-from-text';

type Fixture = Partial<
  Record<'serial' | 'async' | 'threads' | 'processes' | 'run 1', [text: string, manifest: RunManifest]>
>;

/** A finished run of as long as its picture's work; `coresUsed` as the job would have measured it. */
function finished(mode: RunManifest['mode'], workMs: number, coresUsed: number, more: Partial<RunOutcome> = {}) {
  return run(mode, null, {
    workers: 2,
    inFlight: 3,
    outcome: outcome({ workMs, workCpuMs: workMs * coresUsed, startupMs: 0, ...more }),
  });
}

const loop = (utilisation: number, lagP50Ms = 1) => ({
  eventLoops: [{ process: 'host', thread: 'main', pid: 100, utilisation, lagP50Ms, lagP99Ms: 2, lagMaxMs: 2 }],
});

const healthy: Fixture = {
  serial: ['phases |w....................e|\n host/main tasks |AAAAAABBBBBBCCCCCCDDD|', finished('serial', 210, 0.7)],
  async: [
    `phases          |w...............e|
     core 0 busy     |9999999999999999|
     core 1 busy     |1111111111111111|
     core 2 busy     |0000000000000000|
     core 3 busy     |0000000000000000|
     host/main tasks |AAAAAABBBBBBBBBB|
     host/main tasks |  CCCCCCDDDDDDDD|
     host/main lag   |1111111111111111|`,
    finished('async', 160, 0.95, loop(0.93)),
  ],
  threads: [
    `phases               |sw..........e|
     host/worker 1 tasks  | AAAAAABBBBB|
     host/worker 1 head   | 9     9    |
     host/worker 2 tasks  | CCCCCCCDDD |
     host/worker 2 head   | 9      9   |`,
    finished('threads', 110, 1.5, { startupMs: 2 }),
  ],
};

const fixtures: Record<(typeof findings)[number]['id'], { fixture: Fixture; machine?: Partial<Machine> }> = {
  gil: {
    fixture: {
      threads: [
        `phases               |w..........e|
         host/worker 1 states |#g#g#g#g#g#|
         host/worker 2 states |g#g#g#g#g#g|`,
        finished('threads', 110, 1),
      ],
    },
  },
  locks: {
    fixture: {
      'run 1': [
        `phases           |w...............e|
         python/Thread-1 (work) states |#ll#ll#ll#ll#llz|
         python/Thread-2 (work) states |l#ll#ll#ll#ll#lz|
         python/Thread-3 (work) states |ll#ll#ll#ll#ll#z|`,
        finished('run 1', 160, 0.9),
      ],
    },
  },
  'process-cost': {
    fixture: {
      processes: [
        'phases |s..w......e|',
        finished('processes', 70, 1, { startupMs: 30, pickling: { ms: 20, packMs: 15, unpackMs: 5, bytes: 3e6 } }),
      ],
    },
  },
  'recorder-cost': {
    fixture: {
      ...healthy,
      async: [`${healthy.async![0]}\n recorder |6666666666666666|`, healthy.async![1]],
    },
  },
  'stolen-time': {
    fixture: {
      'run 1': [
        `phases            |w...............e|
         host/main states  |################|
         host/main stolen  |  5555   5555   |`,
        finished('run 1', 160, 0.75),
      ],
    },
  },
  'results-differ': {
    fixture: {
      ...healthy,
      async: [healthy.async![0], finished('async', 160, 0.95, { ...loop(0.93), checksum: 'bad' })],
    },
  },
  'other-load': {
    fixture: {
      ...healthy,
      async: [
        healthy.async![0].replace('core 2 busy     |0000000000000000|', 'core 2 busy |9999999999999999|'),
        healthy.async![1],
      ],
    },
  },
  'async-gained-nothing': {
    fixture: { ...healthy, async: [healthy.async![0], finished('async', 205, 0.99, loop(0.996))] },
  },
  'waiting-dominates': {
    fixture: {
      serial: [healthy.serial![0], finished('serial', 210, 0.02)],
      async: [
        'phases |w...e|\nhost/main tasks |AAAAA|\nhost/main tasks |BBBBB|\nhost/main tasks |CCCCC|',
        finished('async', 40, 0.1),
      ],
    },
  },
  'native-pool': { fixture: { async: [healthy.async![0], finished('async', 160, 3.8)] } },
  contention: {
    fixture: { ...healthy, threads: [healthy.threads![0].replaceAll('9', '3'), finished('threads', 400, 1.5)] },
  },
  'loop-blocked': {
    fixture: {
      async: [
        `phases          |w...............e|
         host/main tasks |AAAAAAAAAAAAAAAA|
         host/main tasks | BBBBBBBBBB     |
         host/main run   | #==############|
         host/main lag   |1110000000000009|`,
        finished('async', 160, 0.9, loop(0.9)),
      ],
    },
  },
  'program-blocked': {
    fixture: {
      'run 1': [
        `phases            |w...............e|
         host/main blocked |..bbbbbb..PPPPPPP|`,
        finished('run 1', 160, 0.9),
      ],
    },
  },
  'no-core': {
    fixture: {
      'run 1': [
        `phases            |w...............e|
         host/main states  |pp#=======#pppppp|
         host/main blocked |..bbbbbbbbb......|`,
        finished('run 1', 160, 0.1),
      ],
    },
  },
  'load-imbalance': {
    fixture: {
      threads: [
        `phases               |w.........e|
         host/worker 1 tasks  |AABBBBBBBB|
         host/worker 2 tasks  |CCDD      |`,
        finished('threads', 100, 1.3),
      ],
    },
  },
  'startup-cost': { fixture: { threads: [healthy.threads![0], finished('threads', 110, 1.5, { startupMs: 10 })] } },
  'all-cores-used': {
    fixture: { ...healthy, threads: [healthy.threads![0], finished('threads', 110, 1.9)] },
    machine: { logicalCores: 2 },
  },
};

function found({ fixture, machine = {} }: { fixture: Fixture; machine?: Partial<Machine> }): Finding[] {
  const recordings = new Map<string, RecordingIndex>();
  const runs = Object.values(fixture).map(([text, manifest]) => {
    recordings.set(manifest.id, new RecordingIndex(recordingFromText(text)));
    return manifest;
  });
  const cores = { ...fourCores, ...machine };
  const results = compareModes(runs, cores, { baseline: null, includeStartup: false });
  return explain({ machine: cores, workload: comparison(runs).spec.workload, results, recordings });
}

/** Of one run and lane, at one time, at most one of each pair is true. */
const contradictions = [
  ['async-gained-nothing', 'waiting-dominates'],
  ['async-gained-nothing', 'native-pool'],
  ['all-cores-used', 'waiting-dominates'],
  ['all-cores-used', 'other-load'],
  ['contention', 'other-load'],
  ['contention', 'gil'],
  ['program-blocked', 'no-core'],
  ['loop-blocked', 'no-core'],
] as const;

/** A finding that leads to a lane says whose it is; a comparison's mode with one loop is that. */
function namesOf(recording: Recording, { lane: id, mode }: Evidence): RegExp {
  const lane = findLane(recording, id);
  if (lane === null) return /./;
  const thread = (ancestorOfKind(recording, lane, 'thread') ?? lane).name.replaceAll(/[()]/g, String.raw`\$&`);
  return new RegExp(isLoopMode(mode) ? `${thread}|${mode}` : thread, 'i');
}

describe.each(findings)('finding $id', ({ id }) => {
  it('fires on its own fixture, with evidence that lies in a run', () => {
    const mine = found(fixtures[id]!).filter((finding) => finding.id === id);
    expect(mine.length).toBeGreaterThan(0);
    for (const { title, detail, evidence } of mine) {
      expect(title).not.toMatch(/NaN|undefined|null/);
      expect(detail).toMatch(/^[A-Z0-9].*[.?]$/);
      expect(detail).not.toMatch(/NaN|undefined|null/);
      expect(evidence.range.end).toBeGreaterThanOrEqual(evidence.range.start);
      const [text] = Object.values(fixtures[id]!.fixture).find(([, manifest]) => manifest.id === evidence.run)!;
      const recording = recordingFromText(text);
      expect(evidence.range.end).toBeLessThanOrEqual(recording.seenUntil);
      expect([null, ...recording.lanes.map((lane) => lane.id)]).toContain(evidence.lane);
      expect(evidence.range.start).toBeGreaterThanOrEqual(0);
      expect(`${title} ${detail}`).toMatch(namesOf(recording, evidence));
    }
  });

  it('contradicts no other on its own fixture', () => {
    const all = found(fixtures[id]!);
    for (const [first, second] of contradictions) {
      const evidenceOf = (other: string) => all.flatMap((finding) => (finding.id === other ? [finding.evidence] : []));
      for (const a of evidenceOf(first)) {
        const same = evidenceOf(second).filter((b) => b.run === a.run && b.lane === a.lane);
        expect(same.filter(({ range }) => range.start < a.range.end && a.range.start < range.end)).toEqual([]);
      }
    }
  });

  it('is silent on the healthy comparison', () => {
    expect(found({ fixture: healthy }).filter((finding) => finding.id === id)).toEqual([]);
  });

  it('is silent where nothing was measured', () => {
    expect(found({ fixture: { serial: ['', run('serial', null, { status: 'failed' })] } })).toEqual([]);
  });
});

const gilDetail = (fixture: Fixture): string => found({ fixture }).find(({ id }) => id === 'gil')!.detail;
const finishedProcesses = (workMs: number): [string, RunManifest] => [
  'phases |w..........e|',
  finished('processes', workMs, 1),
];

const titles = (fixture: Fixture) => found({ fixture }).map(({ title }) => title.replaceAll('\u202f', ' '));

/** What is said of async whose thread was in these states. */
const asyncGainOf = (art: string, cpuMs: number, runnableMs: number): readonly string[] => {
  const known = { ...loop(1).eventLoops[0]!, cpuMs, runnableMs, runs: 'run' };
  const text = `phases           |w.........e|\nhost/main states |${art}|\nhost/main lag    |          9|`;
  const async = finished('async', 100, cpuMs / 100, { eventLoops: [known] });
  const serial: [string, RunManifest] = ['phases |w..........e|', finished('serial', 100, cpuMs / 100)];
  return found({ fixture: { serial, async: [text, async] } })
    .filter(({ id }) => id === 'async-gained-nothing')
    .map(({ title, detail }) => `${title}. ${detail.replaceAll('\u202f', ' ')}`);
};

describe('findings', () => {
  it('has unique ids', () => {
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  });

  it('says that recording took from the run where no core was free, and that it hardly did where one was', () => {
    const [free] = found(fixtures['recorder-cost']!);
    expect(free!.detail.replaceAll('\u202f', ' ')).toBe(
      'The recorder used 96 ms, 60 % of a core. Cores were free, so the run hardly noticed.',
    );
    const [text, manifest] = fixtures['recorder-cost']!.fixture.async!;
    const low = text.replaceAll('6', '2');
    expect(found({ fixture: { async: [low, manifest] } }).filter(({ id }) => id === 'recorder-cost')).toEqual([]);
    const full = low.replaceAll(/busy( +)\|\d+\|/g, 'busy |9999999999999999|');
    const titled = found({
      fixture: { async: [full, { ...manifest, outcome: outcome({ workMs: 160, workCpuMs: 560 }) }] },
    });
    expect(titled.find(({ id }) => id === 'recorder-cost')).toMatchObject({ weight: 'hint' });
  });

  it('is silent about what the recorder used at the start and end of a short run', () => {
    const [text, manifest] = fixtures['recorder-cost']!.fixture.async!;
    const full = text.replaceAll(/busy( +)\|\d+\|/g, 'busy |9999999999999999|');
    const little = full.replace(/recorder \|6+\|/, 'recorder |1111111111111111|');
    expect(little).not.toBe(full);
    expect(found({ fixture: { async: [little, manifest] } }).map(({ id }) => id)).not.toContain('recorder-cost');
  });

  it('says how much the hypervisor took', () => {
    const [stolen] = found(fixtures['stolen-time']!);
    expect(stolen!.detail.replaceAll('\u202f', ' ')).toContain('For 40 ms, 25 % of the time that its threads seemed');
  });

  it('shows the task that blocked the event loop', () => {
    const [blocked] = found(fixtures['loop-blocked']!);
    expect(blocked!.title.replaceAll('\u202f', ' ')).toBe('Event loop blocked for 90 ms (main thread of host 100)');
    expect(blocked!.detail).toContain('No single task');
    const one = recordingFromText(
      'host/main tasks |..AAAAAAAAAA|\nhost/main run |#=#######===|\nhost/main lag |          8.|\nphases |w...........e|\nhost/main tasks |BBBBBBBBBBBB|',
    );
    const manifest = finished('async', 120, 0.9, loop(0.8));
    const results = compareModes([manifest], fourCores, { baseline: null, includeStartup: false });
    const [culprit] = explain({
      machine: fourCores,
      workload: comparison([]).spec.workload,
      results,
      recordings: new Map([[manifest.id, new RecordingIndex(one)]]),
    });
    expect(culprit!.detail.replaceAll('\u202f', ' ')).toContain('held the thread for 70 ms');
    expect(culprit!.evidence.range).toEqual({ start: 2 * step, end: 9 * step });
  });

  it('says what blocked the event loop of a program, where its agent knows', () => {
    const [blocked] = found(fixtures['program-blocked']!);
    expect(blocked!.title.replaceAll('\u202f', ' ')).toBe(
      'The event loop was blocked for 70 ms by P() (main thread of host 100)',
    );
    expect(blocked!.detail).toContain('more than 50 ms 2 times');
    expect(blocked!.evidence.range).toEqual({ start: 10 * step, end: 17 * step });
    const unknown = recordingFromText('phases |w.........e|\nhost/main blocked |.bbbbbbbb|');
    const manifest = finished('run 1', 100, 0.9);
    const [nobody] = explain({
      machine: fourCores,
      workload: comparison([]).spec.workload,
      results: compareModes([manifest], fourCores, { baseline: null, includeStartup: false }),
      recordings: new Map([[manifest.id, new RecordingIndex(unknown)]]),
    });
    expect(nobody!.detail).toContain('Record it with CPU samples');
  });

  it('says how long the GIL was held where threads gained nothing on serial, and that they took turns elsewhere', () => {
    const threads = fixtures['gil']!.fixture.threads!;
    const serial: [string, RunManifest] = ['phases |w..........e|', finished('serial', 110, 1)];
    expect(titles({ threads })).toEqual(['Threads took turns: the GIL']);
    expect(titles({ serial, threads })).toEqual(['Threads gained nothing: the GIL was held 100 % of the time']);
    const half = threads[0].replaceAll('|#g#g#g#g#g#|', '|#g#g#g.....|').replaceAll('|g#g#g#g#g#g|', '|g#g#g#.....|');
    expect(titles({ serial, threads: [half, threads[1]] })[0]).toMatch(/the GIL was held 5\d % of the time/);
    expect(titles({ serial: ['phases |w...................e|', finished('serial', 200, 1)], threads })[0]).toBe(
      'Threads took turns: the GIL',
    );
  });

  it('knows threads that run beside each other from threads that take turns', () => {
    const lines = ['g####g####', '#gg#######', '##########', '##########'].map(
      (art, at) => `job/worker ${at} states |${art}|`,
    );
    const text = `phases |w.........e|\n${lines.join('\n')}`;
    expect(found({ fixture: { threads: [text, finished('threads', 100, 3.6)] } })).toEqual([]);
  });

  it('advises processes against the GIL only where they were not tried, and says how they fared', () => {
    const threads = fixtures['gil']!.fixture.threads!;
    expect(gilDetail({ threads })).toContain('use processes, or native code');
    expect(gilDetail({ threads, processes: finishedProcesses(55) }).replaceAll(' ', ' ')).toMatch(
      /processes were 2\.0+ ?× as fast here/,
    );
    expect(gilDetail({ threads, processes: finishedProcesses(120) })).toContain('processes were no faster here');
  });

  it('names the GIL alone where threads are slower than serial because of it', () => {
    const [text, manifest] = fixtures['contention']!.fixture.threads!;
    const states = `host/worker 1 states |${'#g'.repeat(6)}|\n host/worker 2 states |${'g#'.repeat(6)}|`;
    const threads: [string, RunManifest] = [`${text}\n${states}`, manifest];
    expect(found({ fixture: { ...fixtures['contention']!.fixture, threads } }).map(({ id }) => id)).toEqual(['gil']);
  });

  it('tells an event loop that computes from one that waits in blocking calls, and from one that wants a core', () => {
    const states = { computes: '##########', waits: '#zzzzzzzzz', wants: '#=========' };
    expect(asyncGainOf(states.computes, 99, 0)[0]).toContain('Async gained nothing: the work never waited. ');
    expect(asyncGainOf(states.waits, 9, 0)).toEqual([
      'Async gained nothing: it waits in blocking calls. The loop was busy 100 % of the time, 9.0 ms of it on a core: ' +
        'run() waits in a blocking call, and the event loop stands still meanwhile. ' +
        'Await the asynchronous call there, or use threads. It waited in a sleep for 90 ms.',
    ]);
    expect(asyncGainOf(states.wants, 9, 90)[0]).toContain('Async gained nothing: its thread had no core. ');
  });

  it('does not advise async where an event loop stood still in blocking calls', () => {
    const { serial } = fixtures['waiting-dominates']!.fixture;
    const blocked = { ...loop(1).eventLoops[0]!, cpuMs: 4, runnableMs: 0 };
    const async: [string, RunManifest] = [healthy.async![0], finished('async', 205, 0.02, { eventLoops: [blocked] })];
    const [hint] = found({ fixture: { serial: serial!, async } }).filter(({ id }) => id === 'waiting-dominates');
    expect(hint!.detail).toContain('more workers; async as well, once the waits are awaited');
  });

  it('says what start-up and pickling took together, and start-up alone elsewhere', () => {
    const [cost, ...others] = found(fixtures['process-cost']!);
    expect(others).toEqual([]);
    expect(cost!.title.replaceAll('\u202f', ' ')).toBe('Processes: start-up and pickling took 50 ms of 100 ms');
    expect(cost!.detail.replaceAll('\u202f', ' ')).toContain('took up to 15 ms in the job and 5.0 ms in the process');
    expect(cost!.detail).toContain('Send less');
    const quick = finished('processes', 1000, 1, {
      startupMs: 20,
      pickling: { ms: 10, packMs: 5, unpackMs: 5, bytes: 3e6 },
    });
    const text = `phases |s.w${'.'.repeat(99)}e|`;
    expect(found({ fixture: { processes: [text, quick] } })).toEqual([]);
  });

  it('does not blame threads for cores that other programs took', () => {
    const busy = [0, 1, 2, 3].map((core) => `core ${core} busy |###########|`).join('\n');
    const [text, manifest] = fixtures['contention']!.fixture.threads!;
    const disturbed = {
      ...fixtures['contention']!.fixture,
      threads: [`${text}\n${busy}`, manifest] as [string, RunManifest],
    };
    expect(found({ fixture: disturbed }).map(({ id }) => id)).toEqual(['other-load']);
  });

  it('advises async where single tasks wait, and a higher limit where async is at its own', () => {
    const details = found(fixtures['waiting-dominates']!).map(({ title }) => title);
    expect(details).toEqual(['Waiting dominates', 'The in-flight limit holds async back']);
  });
});
