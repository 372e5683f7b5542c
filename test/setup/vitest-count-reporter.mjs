import { noCounts } from '../../scripts/lib/counts.mjs';
import { writeCounts } from './write-counts.mjs';

/** Counts vitest's tests; failures outside of a test (a file that doesn't load, a hook, an unhandled error) count too. */
export default class VitestCountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = noCounts();
    counts.failed += unhandledErrors.length;
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed++;
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) counts.failed++;
      for (const test of module.children.allTests()) countTest(counts, test, module);
    }
    writeCounts(counts);
  }
}

function countTest(counts, test, module) {
  const { state, note } = test.result();
  if (state === 'passed') counts.passed++;
  else if (state === 'skipped')
    counts.skipped.push({
      name: `${module.relativeModuleId ?? module.moduleId} > ${test.fullName}`,
      reason: note ?? reasonOfMode(test.options.mode),
    });
  else counts.failed++;
}

const reasonOfMode = (mode) => (mode === 'todo' ? 'to be written' : 'no reason given');
