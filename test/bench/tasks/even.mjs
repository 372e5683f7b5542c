// About 1 ms of computing each.
import { millisecond, spin } from './spin.mjs';

export const items = () => Array.from({ length: 1_500 }, (_, index) => index);
export const run = (item) => spin(millisecond, item);
export default run;
