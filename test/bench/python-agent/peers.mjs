/*
 * Other profilers of Python programs, for the same programs in the same run. They are no dependencies: the benchmark installs
 * them into a virtual environment in its own cache, and says why it goes without one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../../scripts/lib/project.mjs';
import { say } from '../../../scripts/lib/say.mjs';

/** Exact versions: figures of another day should be of the same programs. */
const packages = { viztracer: '1.1.1', 'py-spy': '0.4.3', scalene: '2.4.0', yappi: '1.7.6' };
const installMs = 180_000;
const tryMs = 60_000;

/**
 * Peers that run here, and why the others don't.
 *
 * @param python the interpreter that the environment is made of
 * @param version its version
 * @param output a folder that they may write to
 * @returns each with its name, and its words before the script's own path; or with a `reason` for having none
 */
export function peers(python, version, output) {
  const folder = inProject(`.cache/bench/python-peers-${version}`);
  const bin = (name) => join(folder, 'bin', name);
  const own = bin('python');
  if (!existsSync(own)) {
    const made = spawnSync(python, ['-m', 'venv', folder], { encoding: 'utf8', timeout: installMs });
    if (made.status !== 0) return [{ name: 'other profilers', reason: lastLine(made) }];
  }
  const reasons = Object.fromEntries(Object.entries(packages).map(([name, at]) => [name, install(own, name, at)]));
  const all = [
    { name: 'viztracer', needs: 'viztracer', words: [bin('viztracer'), '--quiet', '-o', join(output, 'viz.json')] },
    {
      name: 'viztracer --log_async',
      needs: 'viztracer',
      words: [bin('viztracer'), '--quiet', '--log_async', '-o', join(output, 'async.json')],
    },
    {
      name: 'py-spy record',
      needs: 'py-spy',
      words: [bin('py-spy'), 'record', '--subprocesses', '-o', join(output, 'spy.svg'), '--', own],
    },
    { name: 'scalene', needs: 'scalene', words: [own, '-m', 'scalene', 'run', '-o', join(output, 'scalene.json')] },
    { name: 'cProfile', words: [own, '-m', 'cProfile', '-o', join(output, 'c.prof')] },
    { name: 'yappi', needs: 'yappi', words: [own, '-m', 'yappi', '-f', 'pstat', '-o', join(output, 'yappi.prof')] },
  ];
  return all.map(({ name, needs, words }) => {
    const reason = (needs === undefined ? null : reasons[needs]) ?? whyNot(words);
    if (reason !== null) say(`  ${name} does not run here: ${reason}`);
    return reason === null ? { name, words } : { name, reason };
  });
}

/** Null: it is there. */
function install(python, name, version) {
  const have = spawnSync(python, ['-c', `from importlib.metadata import version; print(version('${name}'))`], {
    encoding: 'utf8',
  });
  if (have.stdout?.trim() === version) return null;
  say(`  installing ${name} ${version} for comparison`);
  const done = spawnSync(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `${name}==${version}`],
    {
      encoding: 'utf8',
      timeout: installMs,
    },
  );
  return done.status === 0 ? null : `it can’t be installed (${lastLine(done)})`;
}

/** Some can't look into a process here, or end without having run anything. Null: it ran the program. */
function whyNot(words) {
  const done = spawnSync(words[0], [...words.slice(1), join(import.meta.dirname, 'tiny.py')], {
    encoding: 'utf8',
    timeout: tryMs,
  });
  return timeSaid(done.stdout ?? '') === null ? lastLine(done) : null;
}

/** The time that a program printed, among what its profiler printed; null: none. */
export function timeSaid(printed) {
  const line = printed.split('\n').find((text) => /^\d+\.\d+(e[+-]?\d+)?$/.test(text.trim()));
  return line === undefined ? null : Number.parseFloat(line);
}

function lastLine({ error, stderr, stdout, status }) {
  const said = `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n').at(-1);
  return error?.message ?? (said === '' ? `exit code ${status}` : said);
}
