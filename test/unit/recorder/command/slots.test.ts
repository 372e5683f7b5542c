import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Slots } from '../../../../src/recorder/command/slots';

it('always gives the lowest that is free', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 200 }), (steps) => {
      const slots = new Slots();
      const taken: number[] = [];
      const given: number[] = [];
      const lowest: number[] = [];
      for (const step of steps) {
        if (step < 5 || taken.length === 0) {
          let free = 0;
          while (taken.includes(free)) free++;
          lowest.push(free);
          given.push(slots.take());
          taken.push(free);
        } else {
          const [back] = taken.splice(step % taken.length, 1);
          slots.give(back!);
        }
      }
      expect(given).toEqual(lowest);
    }),
  );
});
