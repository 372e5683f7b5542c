import { pbkdf2 as derive } from 'node:crypto';
import { promisify } from 'node:util';
import { defineWorkload } from './workload';

const deriveKey = promisify(derive);

export const pbkdf2 = defineWorkload<string>({
  id: 'pbkdf2',
  title: 'Password keys',
  tagline: 'asynchronous, and still on several cores',
  about:
    'Derives keys from passwords with the asynchronous crypto.pbkdf2. This is computing, and yet async is faster than ' +
    'serial: Node hands the call to libuv’s pool of native threads, 4 by default, and they run on several cores while ' +
    'the event loop is free. So async gains up to four times, if there are four cores; set UV_THREADPOOL_SIZE to ' +
    'change it. Worker threads share that one pool with each other, processes have one each. The task slices stay ' +
    'pale here: the work is done by threads that are not JavaScript’s.',
  items: { default: 32, min: 1, max: 100_000 },
  parameters: [{ name: 'iterations', label: 'Iterations', unit: '', default: 75_000, min: 1, max: 10_000_000 }],
  generate: ({ items, seed }) => Array.from({ length: items }, (_, index) => `password ${index} of ${seed}`),
  open: ({ seed, parameters }) => {
    const salt = `salt ${seed}`;
    return {
      run: async (password) =>
        (await deriveKey(password, salt, parameters['iterations']!, 32, 'sha512')).toString('hex'),
    };
  },
});
