import { describe, expect } from 'vitest';
import { comparisonJson } from '../../src/core/analysis/comparison-json';
import { jsonText } from '../../src/core/base/json-text';
import type { ComparisonManifest } from '../../src/core/trace/comparison';
import type { Recording } from '../../src/core/trace/recording';
import { ownSequences } from '../../src/cli/output/paint';
import { printComparison } from '../../src/cli/output/print-comparison';
import { printDoctor } from '../../src/cli/output/print-doctor';
import { printRecording } from '../../src/cli/output/print-recording';
import { Progress } from '../../src/cli/output/progress';
import { viewOf } from '../../src/cli/output/comparison-view';
import { outputTo, type Output } from '../../src/cli/terminal';
import { comparison, outcome, repeats, run } from '../manifests';
import { recordingFromText } from '../recording-from-text';
import type { Draw } from './draw';
import { fuzz } from './fuzz';

/** What may hold anything: the rest is checked where files are read. */
const anyText = new Set(
  'name title message stack output tail line folder notices model reason remedy detail text'.split(' '),
);

/** The same document with other texts. */
function withHostileTexts<T>(value: T, draw: Draw, key = ''): T {
  // The shape stays: only strings are others.
  if (typeof value === 'string') return (anyText.has(key) ? draw.hostileString() : value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => withHostileTexts(item, draw, key)) as T;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withHostileTexts(item, draw, name)]),
  ) as T;
}

function hostileRecording(draw: Draw): Recording {
  const recording = recordingFromText('phases |s.w...e|\nhost/main lag |1111111|\nhost/main states |##..==#|');
  return {
    ...recording,
    lanes: recording.lanes.map((lane) => ({ ...lane, name: draw.hostileString() })),
    strings: recording.strings.map(() => draw.hostileString()),
  };
}

function hostileManifest(draw: Draw): ComparisonManifest {
  const command = { name: 'x', line: 'x', folder: '/', exitCode: 1, signal: null };
  const failed = run('async', null, {
    status: 'failed',
    failure: { message: 'x', stack: 'Error\n    at x (y:1)', output: 'x\ny' },
    notices: ['x', 'y'],
  });
  const done = run('threads', 500, {
    command,
    outcome: outcome({ output: { tail: 'x', bytes: 9 } }),
    capabilities: { scheduler: { quality: 'missing', reason: 'x', remedy: 'y' } },
  });
  return withHostileTexts(comparison([...repeats('serial', [900, 1000]), done, failed]), draw);
}

/** All that reaches the terminal but line ends, and the sequences that are ours. */
function unexpected(text: string, isTty: boolean): string[] {
  const known = new Set(isTty ? [...ownSequences, '\r\u001B[K'] : []);
  // oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
  const sequences = /(\r\u001B\[K|\u001B\[[\d;]*m)/u;
  return text
    .split(sequences)
    .filter((part) => !known.has(part))
    .flatMap((part) => part.match(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu) ?? []);
}

function terminal(isTty: boolean): { readonly output: Output; readonly text: () => string } {
  let text = '';
  const stream = { write: (more: string) => void (text += more), isTTY: isTty, columns: 80 };
  return { output: outputTo(stream, {}), text: () => text };
}

describe('what reaches the terminal', () => {
  fuzz('obeys nothing of what programs and files are called', { rounds: 60 }, (draw) => {
    const manifest = hostileManifest(draw);
    const recordings = new Map(manifest.runs.map(({ id }) => [id, hostileRecording(draw)]));
    const view = viewOf(manifest, recordings, { baseline: null, includeStartup: false });
    const isTty = draw.oneIn(2);
    const { output, text } = terminal(isTty);
    printComparison(view, output);
    printRecording(view, output);
    printDoctor(
      withHostileTexts([{ id: 'cores', title: 'x', quality: 'missing', detail: 'x', reason: 'y', remedy: 'z' }], draw),
      output,
    );
    const progress = new Progress(output, manifest.spec, () => 0);
    progress.start();
    for (const each of manifest.runs)
      progress.receive({ type: 'run', comparison: 'c', manifest: { ...each, status: 'recording' } });
    for (const each of manifest.runs) progress.receive({ type: 'run', comparison: 'c', manifest: each });
    progress.note(draw.hostileString());
    progress.aside(draw.hostileString());
    progress.end();
    output.write(draw.hostileString());
    expect(unexpected(text(), isTty)).toEqual([]);
  });

  fuzz('is the same data in JSON', { rounds: 60 }, (draw) => {
    const manifest = hostileManifest(draw);
    const json = comparisonJson(viewOf(manifest, new Map(), { baseline: null, includeStartup: false }));
    expect(unexpected(jsonText(json), false)).toEqual([]);
    expect(JSON.parse(jsonText(json))).toEqual(JSON.parse(JSON.stringify(json)));
  });
});
