import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../../core/base/seeded-random';
import { defineWorkload } from './workload';

type Item = 'parse' | 'timers';

/** One item of so many parses; the others set timers. */
const parseEvery = 10;

export const blocker = defineWorkload<Item>({
  id: 'blocker',
  title: 'Blocked event loop',
  tagline: 'timers, while a big JSON is parsed',
  about:
    'Most items only set short timers, one after the other; every tenth parses a large JSON document, which is one ' +
    'synchronous call. While it parses, the event loop can’t do anything else: timers that are due, requests that ' +
    'have arrived, all wait. In async mode everything starts together and every timer is late by as much as the ' +
    'parsing takes; the lag shows it. Had this been a server, all its users would have waited for the one with the ' +
    'large document. In threads and processes a parse only holds up the items of its own worker.',
  items: { default: 60, min: 1, max: 10_000 },
  parameters: [
    { name: 'megabytes', label: 'Size of the JSON', unit: 'MB', default: 12, min: 0.1, max: 200 },
    { name: 'timers', label: 'Timers in an item', unit: '', default: 4, min: 1, max: 1_000 },
    { name: 'timerMs', label: 'A timer', unit: 'ms', default: 5, min: 1, max: 10_000 },
  ],
  generate: ({ items }) =>
    Array.from({ length: items }, (_, index) => (index % parseEvery === parseEvery - 1 ? 'parse' : 'timers')),
  open: ({ seed, parameters }) => {
    const text = largeJson(parameters['megabytes']! * 1e6, seed);
    const { timers, timerMs } = parameters as { timers: number; timerMs: number };
    const wait = async (): Promise<number> => {
      for (let timer = 0; timer < timers; timer++) await setTimeout(timerMs);
      return timers;
    };
    return { run: (item) => (item === 'parse' ? recordsIn(text) : wait()) };
  },
});

const recordsIn = (text: string): number => (JSON.parse(text) as unknown[]).length;

/** The same thousand records again and again: quick to make, and as slow to parse as any. */
function largeJson(bytes: number, seed: number): string {
  const random = seededRandom(seed);
  const block = Array.from({ length: 1000 }, (_, id) => {
    const tags = Array.from({ length: 4 }, () => random().toString(36).slice(2));
    return JSON.stringify({ id, price: random() * 1000, tags, seller: { name: tags.join(' ') } });
  }).join(',');
  const blocks = Math.max(1, Math.round(bytes / block.length));
  return `[${Array.from({ length: blocks }, () => block).join(',')}]`;
}
