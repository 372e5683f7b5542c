import { noCounts } from '../../scripts/lib/counts.mjs';
import { writeCounts } from './write-counts.mjs';

/** Counts Playwright's tests; one that should have run and didn't counts as failed. */
export default class PlaywrightCountReporter {
  #suite;
  #errorsOutside = 0;

  printsToStdio() {
    return false;
  }

  onBegin(_config, suite) {
    this.#suite = suite;
  }

  onError() {
    this.#errorsOutside++;
  }

  onEnd() {
    const counts = noCounts();
    counts.failed += this.#errorsOutside;
    for (const test of this.#suite?.allTests() ?? []) countTest(counts, test);
    writeCounts(counts);
  }
}

function countTest(counts, test) {
  const outcome = test.outcome();
  const skippedOnPurpose =
    outcome === 'skipped' &&
    test.expectedStatus === 'skipped' &&
    test.results.every(({ status }) => status === 'skipped');
  if (outcome === 'expected' || outcome === 'flaky') counts.passed++;
  else if (skippedOnPurpose)
    counts.skipped.push({ name: test.titlePath().filter(Boolean).join(' > '), reason: reasonOf(test) });
  else counts.failed++;
}

function reasonOf(test) {
  const annotation = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
  return annotation?.description ?? 'no reason given';
}
