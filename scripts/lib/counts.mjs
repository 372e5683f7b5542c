// What the two count reporters write (test/setup) and `npm test` adds up:
// { passed, failed, skipped: [{ name, reason }] }.

export const noCounts = () => ({ passed: 0, failed: 0, skipped: [] });

export const onePassed = () => ({ ...noCounts(), passed: 1 });

export const oneFailed = () => ({ ...noCounts(), failed: 1 });

export function sumCounts(list) {
  return list.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: [...sum.skipped, ...skipped],
    }),
    noCounts(),
  );
}

/** A test runner that failed without a failed test (a crash, no test found, an error outside of tests) is one failure. */
export function countsOfRun(counts, exitCode) {
  if (!counts) return oneFailed();
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** "12 passed, 0 failed", and ", 1 skipped" when any was. */
export function formatCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}
