// Next to nothing: what is measured is the pool.
export const items = () => Array.from({ length: 40_000 }, (_, index) => index);
export const run = (item) => item + 1;
export default run;
