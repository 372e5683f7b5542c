import { describe, expect, it } from 'vitest';
import { parseFuzzArguments } from '../../../scripts/lib/fuzz-arguments.mjs';

const parse = (...words) => parseFuzzArguments(words, ['files', 'ipc']);

describe('the arguments of "npm run fuzz"', () => {
  it('has defaults, and runs every fuzzer when none is named', () => {
    expect(parse()).toEqual({ minutes: 10, rounds: 500, seed: undefined, round: undefined, names: [] });
  });

  it('takes names and numbers in any order', () => {
    expect(parse('files', '--minutes', '0.5', 'ipc', '--seed', '7', '--round', '3')).toEqual({
      minutes: 0.5,
      rounds: 500,
      seed: 7,
      round: 3,
      names: ['files', 'ipc'],
    });
  });

  it.each([
    [['frames'], 'there is no fuzzer "frames"'],
    [['--seeds', '1'], 'there is no option "--seeds"'],
    [['--seed'], '--seed needs a number, not nothing'],
    [['--seed', '1.5'], '--seed needs a number, not "1.5"'],
    [['--round', '3'], '--round needs the seed'],
  ])('refuses %j', (words, message) => {
    expect(() => parse(...words)).toThrow(message);
  });
});
