import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(tsx?|py)$/.test(name))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join('src', name), 'utf8') }));

const filesWith = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

it('one place in the sources listens: the server of the workload that waits, on this machine alone', () => {
  expect(filesWith(/\.listen\(|\.bind\(\(|ListenAndServe/)).toEqual(['workers/latency/serve-latency.ts']);
  expect(sources.find(({ name }) => name === 'workers/latency/serve-latency.ts')!.text).toContain("'127.0.0.1'");
});

it('nothing but workloads asks an address', () => {
  const asking = /\bfetch\(|https?\.(request|get)\(|net\.connect\(|urlopen\(|new WebSocket|new XMLHttpRequest/;
  expect(filesWith(asking).filter((name) => !/^workers\/(python\/)?workloads\//.test(name))).toEqual([]);
});
