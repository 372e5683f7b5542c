/** A computation of fixed length: `rounds` steps of a linear congruential generator, about 1.3 ns each. */
export function spin(rounds, seed) {
  let value = seed | 1;
  for (let round = 0; round < rounds; round++) value = (Math.imul(value, 1664525) + 1013904223) | 0;
  return value;
}

/** About a millisecond of it. */
export const millisecond = 750_000;
