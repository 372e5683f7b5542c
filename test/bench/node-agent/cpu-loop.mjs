// Nothing but computing; prints how long it took, in ms.
let sum = 0;
const round = () => {
  const started = performance.now();
  for (let index = 1; index < 1.5e8; index++) sum += (index % 7) ^ (sum & 3);
  return performance.now() - started;
};
round();
console.log(Math.min(round(), round(), round()), sum > 0);
