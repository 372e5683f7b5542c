import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NodeAgentReader } from '../../../src/recorder/agents/node-agent-reader';
import { prepareNodeAgent, type NodeAgentOptions } from '../../../src/recorder/agents/node-environment';
import { Collected } from './collected';
import { runProgram, type ProgramCall, type ProgramEnd } from './run-program';

/** Another folder of built entries than `out` for a checkout in which several build. */
export const agentFile = resolve(process.env['JUGGLER_OUT'] ?? 'out', 'agents/node.cjs');
const programs = resolve('test/fixtures/node-programs');

/** Further versions of Node to try, as paths apart by colons: there is always the one that runs the tests. */
export const nodes = [process.execPath, ...(process.env['JUGGLER_TEST_NODES'] ?? '').split(':').filter(Boolean)];

export interface NodeCall extends ProgramCall {
  readonly node?: string;
  readonly options?: Partial<NodeAgentOptions>;
  readonly environment?: Readonly<Record<string, string>>;
  /** What is told goes there. */
  readonly collected?: Collected;
}

export interface RecordedNode extends ProgramEnd {
  readonly collected: Collected;
  /** t = 0 on CLOCK_MONOTONIC in ns: what the program prints of its own times is relative to that. */
  readonly epoch: bigint;
}

export const program = (name: string): string => join(programs, name);

const folders: string[] = [];

export function temporaryFolder(name = 'juggler agent '): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Runs `node ARGS` with the agent and collects what its reader tells. The agent's path holds spaces. */
export async function recordNode(args: readonly string[], call: NodeCall = {}): Promise<RecordedNode> {
  const folder = temporaryFolder();
  const epoch = process.hrtime.bigint();
  const node = call.node ?? process.execPath;
  const { environment, notice } = prepareNodeAgent({
    agentFile,
    folder,
    environment: { ...plainEnvironment(), ...call.environment },
    command: [node, ...args],
    options: { epochNs: epoch.toString(), ...call.options },
  });
  if (notice !== null) throw new Error(notice);
  const collected = call.collected ?? new Collected();
  const reader = new NodeAgentReader(folder, collected);
  const polls = setInterval(() => reader.poll(), 50);
  try {
    const end = await runProgram(node, args, environment, call, folder);
    return { ...end, collected, epoch };
  } finally {
    clearInterval(polls);
    reader.finish();
  }
}

/** Runs the same without the agent. */
export const runNode = (args: readonly string[], call: NodeCall = {}): Promise<ProgramEnd> =>
  runProgram(call.node ?? process.execPath, args, { ...plainEnvironment(), ...call.environment }, call, '');

/** As a user's shell has it: what the test runner adds would change the programs. */
function plainEnvironment(): Record<string, string | undefined> {
  const { NODE_OPTIONS: _, NODE_ENV: __, NODE_V8_COVERAGE: ___, FORCE_COLOR: ____, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !/^(VITEST|TINYPOOL|NODE_CHANNEL)/.test(name)));
}
