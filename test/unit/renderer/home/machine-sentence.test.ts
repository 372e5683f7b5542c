import { expect, it } from 'vitest';
import { machineSentence } from '../../../../src/renderer/views/home/machine-sentence';

it.each([
  [1, 1, '1 logical core (1 physical).', 'all'],
  [1, null, '1 logical core.', 'all'],
  [2, 2, '2 logical cores (2 physical).', 'at most 50 %'],
  [12, 6, '12 logical cores (6 physical).', 'at most 8.3 %'],
  [128, 64, '128 logical cores (64 physical).', 'at most 0.8 %'],
])('says what one thread can use of %i cores', (logicalCores, physicalCores, cores, most) => {
  const sentence = machineSentence({ logicalCores, physicalCores });
  expect(sentence.cores).toBe(cores);
  expect(sentence.most.replace('\u202f', ' ')).toBe(most);
});
