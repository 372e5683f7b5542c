// 1 ms on average, but from 0.6 to 20 ms: many short tasks, a few long ones, in an order that a seed gives.
import { millisecond, spin } from './spin.mjs';

export function items() {
  let state = 20_261_121;
  return Array.from({ length: 1_500 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const share = (state + 1) / 0x1_0000_0001;
    return Math.round(millisecond * Math.min(20, 0.1 / share + 0.8 * share));
  });
}
export const run = (rounds) => spin(rounds, rounds);
export default run;
