import { channel, type Channel } from 'node:diagnostics_channel';

/** Node 18 forgets a channel and its subscribers when nobody holds it. */
const held: Channel[] = [];

/** Never throws into the publisher, which is Node itself at work for the program. */
export function subscribe(name: string, listener: (message: Record<string, unknown>) => void): void {
  const one = channel(name);
  held.push(one);
  one.subscribe((message) => {
    try {
      listener(message as Record<string, unknown>);
    } catch {
      // What it looks like in this version of Node is not what we know.
    }
  });
}
