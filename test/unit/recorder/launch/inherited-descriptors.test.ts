import { describe, expect, it } from 'vitest';
import { inheritedOf } from '../../../../src/recorder/launch/inherited-descriptors';

const open = (targets: Readonly<Record<number, string>>) =>
  Object.entries(targets).map(([fd, target]) => ({ fd: Number(fd), target }));

describe('descriptors that Node was started with', () => {
  it('are files, sockets and ends of pipes, and not what Node opens for itself', () => {
    const node = { 4: 'anon_inode:[eventpoll]', 5: 'pipe:[1]', 6: 'pipe:[1]', 7: '/dev/null' };
    const given = { 0: '/dev/pts/1', 3: 'socket:[7]', 9: '/tmp/lock', 63: 'pipe:[2]' };
    expect(inheritedOf(open({ ...node, ...given }), undefined)).toEqual([3, 9, 63]);
  });

  it('of the pipe of make’s job server both ends are inherited', () => {
    const pipes = { 3: 'pipe:[1]', 4: 'pipe:[1]', 5: 'pipe:[2]', 6: 'pipe:[2]' };
    expect(inheritedOf(open(pipes), ' -j2 --jobserver-auth=3,4')).toEqual([3, 4]);
    expect(inheritedOf(open(pipes), undefined)).toEqual([]);
  });
});
