import { describe, expect, it } from 'vitest';
import { bar } from '../../../src/cli/output/bar';
import { viewOf } from '../../../src/cli/output/comparison-view';
import { painter } from '../../../src/cli/output/paint';
import { printComparison } from '../../../src/cli/output/print-comparison';
import { Progress } from '../../../src/cli/output/progress';
import { tableLines } from '../../../src/cli/output/table';
import { outputTo, type Output } from '../../../src/cli/terminal';
import { wrap } from '../../../src/cli/output/wrap';
import type { RunManifest } from '../../../src/core/trace/run';
import { comparison, outcome, repeats, run } from '../../manifests';
import { recordingFromText } from '../../recording-from-text';

const plain = painter(false);

function output(columns = 100, colours = false, isTty = false): Output & { readonly text: () => string } {
  let text = '';
  const write = (more: string): void => void (text += more);
  const redraw = (line: string): void => write(`\r\u001b[K${line}`);
  return { write, redraw, isTty, columns, colours, text: () => text.replaceAll('\u202f', ' ') };
}

function printed(runs: readonly RunManifest[], columns = 100, colours = false): string {
  const to = output(columns, colours);
  const recording = recordingFromText('phases |s.w...e|\nhost/main lag |1111111|');
  const recordings = new Map(runs.filter((each) => each.status === 'done').map((each) => [each.id, recording]));
  printComparison(viewOf(comparison(runs), recordings, { baseline: null, includeStartup: false }), to);
  return to.text();
}

const finished = [...repeats('serial', [2000, 2010, 2005]), ...repeats('threads', [550, 555, 545])];

describe('printComparison', () => {
  it('says what won, draws it, and tabulates it', () => {
    const text = printed(finished);
    expect(text).toMatch(
      /Threads won: 3\.65× faster than serial \(95 % interval 3\.5\d–3\.7\d\), 91 % of what 4 workers could\s+give\./,
    );
    expect(text).toMatch(/^ {2}serial +░?█+.? +2\.00 s$/m);
    expect(text).toMatch(/^ {2}threads +░?█+.? +550 ms · 3\.65×$/m);
    expect(text).toMatch(/^ {2}mode +workers +work +start-up +speed-up +95 % interval +efficiency/m);
    expect(text).toMatch(/^ {2}serial +1 +2\.00 s +10 ms +baseline/m);
    expect(text).toContain('✓ All 6 finished runs computed the same result (checksum c0ffee).');
  });

  it('draws bars to scale, start-up before the work', () => {
    const [serial, threads] = printed([run('serial', 1000), run('threads', 500)])
      .split('\n')
      .filter((line) => line.includes('█'))
      .map((line) => /█+/.exec(line)![0].length);
    expect(threads! / serial!).toBeCloseTo(0.5, 1);
  });

  it.each([60, 80, 100, 120])('keeps every line within %d columns', (columns) => {
    const failed = run('async', null, {
      status: 'failed',
      failure: { message: 'item 7 failed: TypeError: cannot read a thing of undefined, and so on and on and on' },
    });
    for (const line of printed([...finished, failed], columns).split('\n'))
      expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('has colours only where they are wanted', () => {
    // oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
    const escape = /\u001b\[/;
    expect(printed(finished)).not.toMatch(escape);
    expect(printed(finished, 100, true)).toMatch(escape);
  });

  it('is loud about results that differ, and names the first item that does', () => {
    const wrong = run('threads', 500, {
      outcome: outcome({ checksum: 'bad', workMs: 500 }),
      difference: { against: 'serial-1', item: 7 },
    });
    const text = printed([run('serial', 1000), wrong]);
    expect(text).toContain('Results differ: threads computed something else than serial.');
    expect(text).toContain('✗ RESULTS DIFFER');
    expect(text).toContain('threads differs first in item 7 from serial.');
    expect(text).toMatch(/serial +c0ffee/);
  });

  it('tells a failure with its stack and the job’s last words, and what was noticed', () => {
    const failed = run('async', null, {
      status: 'failed',
      failure: { message: 'item 7 failed.', stack: 'Error: x\n    at work (work.mjs:3:1)', output: 'a\nlast words\n' },
      notices: ['Recording stopped: the disk is full.'],
    });
    const text = printed([failed]);
    expect(text).toContain('✗ async: item 7 failed.');
    expect(text).toContain('at work (work.mjs:3:1)');
    expect(text).toContain('│ last words');
    expect(text).toContain('! Recording stopped: the disk is full.');
    expect(text).toMatch(/^ {2}async .*failed/m);
  });
});

describe('parts of the output', () => {
  it('draws bars to an eighth of a column, and never nothing for something', () => {
    expect([0, 0.01, 0.5, 1, 2.25].map(bar)).toEqual(['', '▏', '▌', '█', '██▎']);
  });

  it('wraps at words, and never between a number and its unit', () => {
    const lines = wrap([{ text: 'it took 2.04\u202fs in all', style: null }], 14, '  ', plain);
    expect(lines).toEqual(['  it took', '  2.04\u202fs in', '  all']);
  });

  it('leaves out the most expendable columns of a table that is too wide, and empty ones', () => {
    const columns = [
      { title: 'name', align: 'left', expendable: 0 },
      { title: 'more', align: 'right', expendable: 2 },
      { title: 'some', align: 'right', expendable: 1 },
      { title: 'none', align: 'right', expendable: 0 },
    ] as const;
    const rows = [['a', '1', '2', ''].map((text) => ({ text, style: null }))];
    expect(tableLines(columns, rows, 80, plain)).toEqual(['name  more  some', 'a        1     2']);
    expect(tableLines(columns, rows, 12, plain)).toEqual(['name  some', 'a        2']);
  });
});

describe('outputTo', () => {
  const tty = { write: () => true, isTTY: true, columns: 300 };
  it('colours terminals, unless somebody says no', () => {
    expect(outputTo(tty, {})).toMatchObject({ colours: true, columns: 120 });
    expect(outputTo(tty, { NO_COLOR: '1' }).colours).toBe(false);
    expect(outputTo(tty, { TERM: 'dumb' }).colours).toBe(false);
    expect(outputTo({ write: () => true }, {})).toMatchObject({ colours: false, columns: 80, isTty: false });
    expect(outputTo({ write: () => true }, { FORCE_COLOR: '1' }).colours).toBe(true);
    expect(outputTo(tty, { FORCE_COLOR: '1', NO_COLOR: '1' }).colours).toBe(false);
  });
});
describe('Progress', () => {
  const spec = comparison(finished).spec;
  const recording = run('serial', null, { status: 'recording' });

  it('says a line a run where nothing can be redrawn', () => {
    const to = output();
    const progress = new Progress(to, spec, () => 0);
    progress.start();
    progress.receive({ type: 'run', comparison: 'c', manifest: recording });
    progress.receive({ type: 'run', comparison: 'c', manifest: run('serial', 2040) });
    progress.end();
    expect(to.text()).toBe('serial, repeat 1 of 3: 2.04 s\n');
  });

  it('redraws one line on a terminal, and takes it away at the end', () => {
    const to = output(100, false, true);
    let now = 0;
    const progress = new Progress(to, spec, () => now);
    progress.start();
    progress.receive({ type: 'run', comparison: 'c', manifest: recording });
    now = 1200;
    progress.note('stopping');
    progress.end();
    expect(to.text()).not.toContain('\n');
    expect(to.text()).toContain('▱▱▱▱▱▱  serial, repeat 1 of 3 · 0 of 10 tasks · 1.2 s  stopping');
    expect(to.text().endsWith('\r\u001b[K')).toBe(true);
  });
});

const columnsOf = (columns: number | undefined, COLUMNS?: string) =>
  outputTo({ write: () => undefined, ...(columns === undefined ? {} : { columns }) }, { COLUMNS }).columns;

describe('the width of the terminal', () => {
  it.each([
    [100, undefined, 100],
    [0, undefined, 80],
    [1, undefined, 20],
    [5, undefined, 20],
    [4000, undefined, 120],
    [undefined, '100', 100],
    [undefined, '0', 80],
    [undefined, '-3', 80],
    [undefined, 'abc', 80],
    [undefined, '1e9', 120],
    [undefined, undefined, 80],
  ])('%s columns and COLUMNS=%s: %i', (columns, variable, expected) => {
    expect(columnsOf(columns, variable)).toBe(expected);
  });
});
