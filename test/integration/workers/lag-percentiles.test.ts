import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { lagPercentiles, type LagWindow } from '../../../src/core/analysis/lag-percentiles';
import { noPython, somePythons } from '../agents/pythons';

const windows: readonly LagWindow[] = [
  { length: 360, lag: 355, utilisation: 1 },
  { length: 240, lag: 0.4, utilisation: 0.01 },
  { length: 60, lag: 20, utilisation: 0.9 },
  { length: 30, lag: 90, utilisation: 0 },
];

it.skipIf(noPython !== null)(`jobs of Python count percentiles of the lag alike (${noPython ?? 'by time'})`, () => {
  const tuples = JSON.stringify(windows.map(({ length, lag, utilisation }) => [length, lag, utilisation]));
  const program = `import json
from juggler_job.loop_sampler import lag_percentile
print(json.dumps([lag_percentile(${tuples}, share) for share in (0.1, 0.5, 0.99)]))`;
  const { p50, p99 } = lagPercentiles(windows);
  for (const { path } of somePythons) {
    const [low, middle, high] = JSON.parse(
      execFileSync(path, ['-c', program], { cwd: resolve('src/workers/python'), encoding: 'utf8' }),
    );
    expect(low).toBe(0);
    expect(middle).toBeCloseTo(p50, 6);
    expect(high).toBeCloseTo(p99, 6);
  }
});
