/** Normal deviate of 2.5 % lower tail area. */
const normal = -1.959963984540054;

/**
 * 97.5 % quantile of Student's t with `df` degrees of freedom (any real number >= 1), that is half the width of a
 * 95 % interval in standard errors.
 *
 * After G. W. Hill, Algorithm 396: Student's t-quantiles, Communications of the ACM 13 (1970) 619-620. Between 1 and 2,
 * where that is 5 % off (and where Welch's degrees of freedom lie with two repeats), a parabola through three exact values.
 */
export function studentT95(df: number): number {
  if (df <= 2) return betweenOneAndTwo(df);
  const p = 0.05;
  const a = 1 / (df - 0.5);
  const b = 48 / (a * a);
  let c = (((20700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * df;
  let y = (d * p) ** (2 / df);
  if (y > 0.05 + a) {
    const x = normal;
    y = x * x;
    if (df < 5) c += 0.3 * (df - 4.5) * (x + 0.6);
    c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b;
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
    y = Math.expm1(a * y * y);
  } else {
    y =
      ((1 / (((df + 6) / (df * y) - 0.089 * d - 0.822) * (df + 2) * 3) + 0.5 / (df + 4)) * y - 1) *
        ((df + 1) / (df + 2)) +
      1 / y;
  }
  return Math.sqrt(df * y);
}

/** Quantiles of 1, 1.5 and 2 degrees of freedom. */
const exact = [12.706204736174694, 6.016663104427929, 4.302652729749462].map(Math.log) as [number, number, number];

/** ln t is nearly straight over 1 ÷ df: Lagrange's parabola through 1, 2/3 and 1/2 is 0.2 % off at most. */
function betweenOneAndTwo(df: number): number {
  const x = 1 / df;
  const [one, oneAndHalf, two] = exact;
  return Math.exp(
    one * (x - 2 / 3) * (x - 1 / 2) * 6 - oneAndHalf * (x - 1) * (x - 1 / 2) * 18 + two * (x - 1) * (x - 2 / 3) * 12,
  );
}
