import { defineWorkload } from './workload';

export const count = defineWorkload<number>({
  id: 'count',
  title: 'Count',
  tagline: 'one thread, as busy as it can be',
  about:
    'Adds 1 to a number, over and over: the simplest way to keep a core busy. However fast it counts, one thread is ' +
    'on one core at a time, so on a machine with N cores it can never use more than 1/N of it. With 8 cores the task ' +
    'manager says 12.5 %, and the program is nevertheless going flat out. Async changes nothing. Threads and ' +
    'processes use as many cores as there are workers. It counts a fixed number of steps, not for a fixed time, so ' +
    'that all modes do the same work.',
  items: { default: 16, min: 1, max: 10_000 },
  parameters: [{ name: 'millions', label: 'Steps in an item', unit: 'million', default: 150, min: 0.01, max: 2_000 }],
  generate: ({ items, parameters }) => Array.from({ length: items }, () => Math.round(parameters['millions']! * 1e6)),
  open: () => ({ run: countTo }),
});

function countTo(steps: number): number {
  let x = 0;
  for (let step = 0; step < steps; step++) x += 1;
  return x;
}
