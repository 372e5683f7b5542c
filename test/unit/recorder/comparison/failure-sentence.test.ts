import { describe, expect, it } from 'vitest';
import { withItemsInFlight } from '../../../../src/recorder/comparison/failure-sentence';

const died = { message: 'The job died.' };

describe('withItemsInFlight', () => {
  it('names what was in flight when the job ended without a word', () => {
    expect(withItemsInFlight(died, null, [])).toEqual(died);
    expect(withItemsInFlight(died, null, [7])).toEqual({ message: 'The job died. Item 7 was in flight.', item: 7 });
    expect(withItemsInFlight(died, null, [1, 2]).message).toBe('The job died. Items 1 and 2 were in flight.');
    expect(withItemsInFlight(died, null, [1, 2, 3, 4, 5, 6]).message).toBe(
      'The job died. Items 1, 2, 3, 4 and 2 more were in flight.',
    );
  });

  it('believes what the thread wrote down more than what was seen from outside, and keeps the output', () => {
    const written = { message: 'Item 7 threw.', item: 7, stack: 'at x' };
    expect(withItemsInFlight({ ...died, output: 'bye' }, written, [9])).toEqual({ ...written, output: 'bye' });
  });

  it('changes nothing where the failure names its item', () => {
    const failure = { message: 'Item 3 threw.', item: 3 };
    expect(withItemsInFlight(failure, { message: 'else' }, [9])).toBe(failure);
  });
});
