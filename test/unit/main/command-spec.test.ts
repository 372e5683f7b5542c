import { expect, it } from 'vitest';
import { commandSpecOf } from '../../../src/main/command-spec';

it('a line that is typed on the Profile page is run by a shell, as it stands', () => {
  const line = 'echo "$HOME" | cat; true';
  const { start } = commandSpecOf({ line, folder: '/', environment: 'A=b=c', repeats: 1 });
  expect(start).toMatchObject({ launch: { argv: ['/bin/sh', '-c', line], folder: '/', environment: { A: 'b=c' } } });
});
