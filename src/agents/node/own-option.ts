import fs from 'node:fs';
import type { AgentSettings } from '../../core/protocol/agent';

const { existsSync } = fs;
const prefix = 'NODE_OPTIONS=';

/** Takes the agent out of NODE_OPTIONS where it is gone: every `node` that is started with it would refuse to run. */
export interface OwnOption {
  /** Of this process, for the children it will have. */
  remove(): void;
  /** Of a child, as `NAME=value`. */
  withoutIfGone(pairs: string[]): string[];
}

export function createOwnOption({ option }: AgentSettings, agent: string): OwnOption {
  const without = (options: string): string => options.replace(option, () => '').trim();
  return {
    remove() {
      const options = process.env['NODE_OPTIONS'];
      if (options?.includes(option) !== true) return;
      const rest = without(options);
      if (rest === '') delete process.env['NODE_OPTIONS'];
      else process.env['NODE_OPTIONS'] = rest;
    },
    withoutIfGone(pairs) {
      if (existsSync(agent)) return pairs;
      return pairs.flatMap((pair) => {
        if (!pair.startsWith(prefix) || !pair.includes(option)) return [pair];
        const rest = without(pair.slice(prefix.length));
        return rest === '' ? [] : [prefix + rest];
      });
    },
  };
}
