import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Failure } from './failure.mjs';
import { withLock } from './lock.mjs';
import { inProject, projectRoot } from './project.mjs';
import { say, sayStep } from './say.mjs';
import { runTool } from './tools.mjs';

const inputs = [
  'src',
  'scripts/lib/build-launcher.mjs',
  'scripts/lib/bundle-agent.mjs',
  'scripts/lib/copy-python.mjs',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.base.json',
];
const outputs = [
  'main/index.js',
  'cli/index.js',
  'agents/node.cjs',
  'agents/python/sitecustomize.py',
  'preload/index.cjs',
  'renderer/index.html',
].map((file) => join('out', file));
const stampFile = inProject('.cache', 'build.json');

/** Builds to out/ unless it already holds the build of these very sources. */
export async function ensureBuilt() {
  await withLock(
    inProject('.cache', 'build.lock'),
    async () => {
      const sources = hashSources(projectRoot, inputs);
      if (isFresh(sources)) return;
      sayStep('building');
      // The build's log is not the result of whoever asked for it: it goes to stderr.
      const code = await runTool('build', ['--logLevel', 'warn'], { stdio: ['ignore', process.stderr, 'inherit'] });
      if (code !== 0)
        throw new Failure(
          `the build ended with exit code ${code}`,
          'read the message above, mend it, and run the same command again',
        );
      writeStamp(sources);
    },
    { onWait: (pid) => say(`process ${pid} is building here; waiting for it`) },
  );
}

function isFresh(sources) {
  try {
    const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
    return stamp.sources === sources && stamp.outputs === outputTimes();
  } catch {
    return false;
  }
}

/** Called after every build: another way to build would leave other times, and so is noticed. */
function writeStamp(sources) {
  let times;
  try {
    times = outputTimes();
  } catch (error) {
    throw new Failure(
      `the build left out a file (${relative(projectRoot, error.path)})`,
      'compare electron.vite.config.ts with scripts/lib/build.mjs',
      { cause: error },
    );
  }
  mkdirSync(inProject('.cache'), { recursive: true });
  writeFileSync(stampFile, `${JSON.stringify({ sources, outputs: times })}\n`);
}

const outputTimes = () => outputs.map((file) => statSync(inProject(file)).mtimeMs).join(' ');

/** A digest of the names and contents of files and folders (recursively); what is missing counts as missing. */
export function hashSources(root, paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => listFiles(join(root, path)))) {
    hash.update(`${relative(root, file).split(sep).join('/')}\0`);
    hash.update(createHash('sha256').update(readFileSync(file)).digest());
  }
  return hash.digest('hex');
}

function listFiles(path) {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind) return [];
  if (kind.isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? listFiles(join(path, entry.name)) : entry.isFile() ? [join(path, entry.name)] : [],
    );
}
