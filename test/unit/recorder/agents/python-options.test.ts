import { expect, it } from 'vitest';
import { whyPythonIgnores } from '../../../../src/recorder/agents/python-options';

it.each([
  ['python3', '-I', 'x.py'],
  ['/usr/bin/python3.11', '-uE', 'x.py'],
  ['python', '-W', 'error', '-S', '-m', 'http.server'],
  ['python', '-Xdev', '-B', '-sI'],
])('%s %s …: says why the agent is not loaded', (...command) => {
  expect(whyPythonIgnores(command)).toMatch(/^python[\d.]* was started (in isolated mode|without) .*Run it without/);
});

it.each([
  ['python3', 'x.py', '-I'],
  ['python3', '-m', 'module', '-E'],
  ['python3', '-c', 'print(1)', '-S'],
  ['python3', '-cS'],
  ['python3', '-X', 'I', 'x.py'],
  ['python3', '-WSE', 'x.py'],
  ['python3', '--', '-I'],
  ['python3'],
  ['pythonish', '-I'],
  ['node', '-I'],
  [],
])('%s %s %s: nothing is in the way', (...command) => {
  expect(whyPythonIgnores(command)).toBeNull();
});
