import fs from 'node:fs';
import type { AgentSettings } from '../../core/protocol/agent';

const { existsSync } = fs;

/** Takes the agent out of NODE_OPTIONS where it is gone: every `node` that is started with it would refuse to run. */
export interface OwnOption {
  /** Of this process, for the children it will have. */
  remove(): void;
  /**
   * Of a worker that gets an environment of its own: with the agent, which takes itself out of it again (`arrive`).
   */
  withAgent(environment: object): object;
  /** To be called where the agent begins. */
  arrive(): void;
  /** Of a child, as `NAME=value`. */
  withoutIfGone(pairs: string[]): string[];
}

const name = 'NODE_OPTIONS';
const prefix = `${name}=`;

export function createOwnOption({ option }: AgentSettings, agent: string): OwnOption {
  const without = (options: string): string => options.replace(option, () => '').trim();
  // The second one does nothing, but says that the environment had none.
  const twice = `${option} ${option}`;
  return {
    remove() {
      const options = process.env[name];
      if (options?.includes(option) === true) setOwn(without(options));
    },
    withAgent(environment) {
      const own: unknown = Reflect.get(environment, name);
      if (!existsSync(agent) || (typeof own === 'string' && own.includes(option))) return environment;
      return { ...environment, [name]: typeof own === 'string' ? `${twice} ${own}` : twice };
    },
    arrive() {
      const options = process.env[name];
      if (options?.startsWith(twice) === true) setOwn(options.slice(twice.length).trim());
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

function setOwn(options: string): void {
  if (options === '') delete process.env[name];
  else process.env[name] = options;
}
