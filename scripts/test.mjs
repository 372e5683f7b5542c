// `npm test`: everything, on a fresh machine too. Goes on after a failure, so that one run tells all of them.
// The last line is "N passed, N failed" (", N skipped" when any was); types, lint, format and build count as one each.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { checks } from './lib/checks.mjs';
import { countsOfRun, formatCounts, oneFailed, onePassed, sumCounts } from './lib/counts.mjs';
import { Failure, describeFailure, runMain } from './lib/failure.mjs';
import { say, sayHeading } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';
import { runTool } from './lib/tools.mjs';

// A hanging test must not hide the totals.
const runnerTimeoutMs = 30 * 60_000;

await runMain(async () => {
  const counts = await runStages();
  const failures = counts.filter(({ failed }) => failed > 0);
  const total = sumCounts(counts);
  if (total.skipped.length > 0) sayHeading('Skipped');
  for (const { name, reason } of total.skipped) say(`${name}\n  because: ${reason}`);
  if (failures.length > 0) sayHeading('Failed');
  for (const { title, failed } of failures) say(`${title}${failed > 1 ? `: ${failed}` : ''}`);
  process.stdout.write(`\n${formatCounts(total)}\n`);
  return total.failed > 0 ? 1 : 0;
});

async function runStages() {
  if (!(await attempt('Set-up', () => setUp({ tests: true })))) return [{ title: 'Set-up', ...oneFailed() }];
  const built = await attempt('Build', ensureBuilt);
  const stages = [{ title: 'Build', ...(built ? onePassed() : oneFailed()) }];
  for (const { title, run } of checks.filter(({ name }) => name !== 'unit')) {
    stages.push({ title, ...((await attempt(title, () => demandSuccess(run))) ? onePassed() : oneFailed()) });
  }
  stages.push(await countTests('Unit and integration tests', 'vitest'));
  stages.push(
    built
      ? await countTests('End-to-end tests', 'playwright')
      : { title: 'End-to-end tests: not run, there is no build', ...oneFailed() },
  );
  return stages;
}

async function attempt(title, work) {
  sayHeading(title);
  try {
    await work();
    return true;
  } catch (error) {
    say(describeFailure(error));
    return false;
  }
}

async function demandSuccess(run) {
  const code = await run();
  if (code !== 0) throw new Failure(`exit code ${code}`);
}

async function countTests(title, tool) {
  sayHeading(title);
  const folder = mkdtempSync(join(tmpdir(), 'juggler-counts-'));
  const file = join(folder, 'counts.json');
  try {
    const exitCode = await runTool(tool, [], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, JUGGLER_COUNTS: file },
      timeoutMs: runnerTimeoutMs,
      onTimeout: () => say(`\n${title} took longer than ${runnerTimeoutMs / 60_000} minutes and are ended`),
    });
    return { title, ...countsOfRun(readCounts(file), exitCode) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
