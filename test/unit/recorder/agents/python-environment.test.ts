import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { preparePythonAgent } from '../../../../src/recorder/agents/python-environment';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'juggler-test-'));
  mkdirSync(join(root, 'built', '_juggler'), { recursive: true });
  writeFileSync(join(root, 'built', 'sitecustomize.py'), 'entry');
  writeFileSync(join(root, 'built', '_juggler', 'one.py'), 'one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const prepare = (environment: Record<string, string>, cache: string | null = null, command = ['python3', 'x.py']) =>
  preparePythonAgent({
    agentFolder: join(root, 'built'),
    folder: join(root, 'run'),
    cacheFolder: cache,
    environment,
    command,
    options: { epochNs: '5' },
  });
const agent = () => join(root, 'run', 'python-agent');
const settings = () => readFileSync(join(agent(), 'settings'), 'utf8');

it('puts all into a folder that nobody else can read, and that before the user’s own PYTHONPATH', () => {
  expect(prepare({}).environment['PYTHONPATH']).toBe(agent());
  expect(prepare({ PYTHONPATH: '' }).environment['PYTHONPATH']).toBe(agent());
  expect(prepare({ PYTHONPATH: '/a::/b' }).environment['PYTHONPATH']).toBe(`${agent()}:/a::/b`);
  expect(statSync(agent()).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(agent(), '_juggler', 'one.py'), 'utf8')).toBe('one');
  expect(settings()).toBe(
    `epochNs 5\nclockOffsetNs 0\nreaderGoneMs 10000\nblockedMs 20\nsamplesUs 0\npackage ${agent()}\n`,
  );
});

it('keeps what is the same for every run, and makes it anew when it is another', () => {
  const cache = join(root, 'cache');
  prepare({}, cache);
  const [first] = readdirSync(cache);
  expect(readFileSync(join(cache, first!, '_juggler', 'one.py'), 'utf8')).toBe('one');
  expect(existsSync(join(agent(), '_juggler'))).toBe(false);
  expect(settings()).toContain(`package ${join(cache, first!)}\n`);
  prepare({}, cache);
  expect(readdirSync(cache)).toEqual([first]);
  writeFileSync(join(root, 'built', '_juggler', 'one.py'), 'two');
  prepare({}, cache);
  expect(readdirSync(cache)).toHaveLength(2);
});

it('does not run what others can write to, and does without where nothing can be kept', () => {
  const cache = join(root, 'cache');
  prepare({}, cache);
  chmodSync(join(cache, readdirSync(cache)[0]!), 0o777);
  prepare({}, cache);
  expect(settings()).toContain(`package ${agent()}\n`);
  writeFileSync(join(root, 'a file'), '');
  prepare({}, join(root, 'a file', 'cache'));
  expect(settings()).toContain(`package ${agent()}\n`);
});

it('a folder that PYTHONPATH can’t name is not put into it', () => {
  const environment = { PYTHONPATH: '/a' };
  const prepared = preparePythonAgent({
    agentFolder: join(root, 'built'),
    folder: join(root, 'a:b'),
    cacheFolder: null,
    environment,
    command: ['python3'],
    options: { epochNs: '0' },
  });
  expect(prepared.environment).toEqual(environment);
  expect(prepared.notice).toContain('a:b');
});

it('says why a program won’t load it, and prepares it for its children all the same', () => {
  const { notice, environment } = prepare({}, null, ['python3', '-I', 'x.py']);
  expect(notice).toContain('isolated mode');
  expect(environment['PYTHONPATH']).toBe(agent());
});
