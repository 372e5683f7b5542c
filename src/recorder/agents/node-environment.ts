import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentSettingsFile, type AgentSettings } from '../../core/protocol/agent';
import { monotonicOffset } from '../proc/time-namespace';
import { asksForPermissions, requireOption, withNodeOption } from './node-options';

export interface NodeAgentOptions {
  /** The run's t = 0 on CLOCK_MONOTONIC in ns, as a decimal string. */
  readonly epochNs: string;
  /** An event loop that does not turn for longer is told as blocked. Default 20. */
  readonly blockedMs?: number;
  /** Named operations (HTTP, sockets, DNS, files, children, timers, workers) and messages. Default true. */
  readonly operations?: boolean;
  /** µs between CPU samples, 100 to 100,000. Default null: none. */
  readonly samplesUs?: number | null;
  /** Count promises: they cost a program that does little else up to 4 times its time, less as it throttles itself. */
  readonly promises?: boolean;
}

export interface NodeAgentRequest {
  /** The built `agents/node.cjs`. */
  readonly agentFile: string;
  /** The run's private folder, made here if need be: agent, settings, and later what every thread tells. */
  readonly folder: string;
  /** Of the program that is to be started. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Its command line, program first. */
  readonly command: readonly string[];
  readonly options: NodeAgentOptions;
}

export interface PreparedNodeAgent {
  /** What the program must be started with: untouched where `notice` says why. */
  readonly environment: Record<string, string | undefined>;
  /** A sentence where the agent is left out; else null. */
  readonly notice: string | null;
}

/**
 * Puts the agent and its settings into the run's folder, and the option that loads it into the environment.
 *
 * @throws {Error} when the folder can't be written to.
 */
export function prepareNodeAgent(request: NodeAgentRequest): PreparedNodeAgent {
  const { folder, environment, command, options } = request;
  if ([...command, environment['NODE_OPTIONS'] ?? ''].some(asksForPermissions)) {
    return {
      environment: { ...environment },
      notice:
        'Node’s permission model (--permission) would refuse to load the agent, so event loops and operations are not seen. Run the program without it to see them.',
    };
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const agent = join(folder, 'node-agent.cjs');
  // A copy and no link: it would be resolved, and the settings looked for beside the original.
  writeFileSync(agent, readFileSync(request.agentFile), { mode: 0o600 });
  const option = requireOption(agent);
  const settings: AgentSettings = {
    epochNs: options.epochNs,
    clockOffsetNs: String(monotonicOffset()),
    option,
    blockedMs: options.blockedMs ?? 20,
    operations: options.operations ?? true,
    samplesUs: options.samplesUs ?? null,
    promises: options.promises ?? false,
  };
  writeFileSync(join(folder, agentSettingsFile), JSON.stringify(settings), { mode: 0o600 });
  return { environment: withNodeOption(environment, option), notice: null };
}
