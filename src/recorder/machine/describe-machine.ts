import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type as systemName } from 'node:os';
import { coreCount } from './core-count';
import type { Machine } from '../../core/trace/machine';

/** systeminformation starts other programs to find out some things; one that hangs must not hold up the app. */
const timeLimitMs = 2000;

/** What is known at once, from Node and /proc. */
export function basicMachine(electron: string | null): Machine {
  const processors = cpus();
  return {
    // Not availableParallelism: the picture shows all cores, also those that this process may not use.
    logicalCores: coreCount(processors.length),
    physicalCores: physicalCores(),
    model: modelName(processors[0]?.model),
    memoryBytes: totalmem(),
    os: osName() ?? systemName(),
    kernel: release(),
    node: process.versions.node,
    electron,
  };
}

/** With what systeminformation finds out, as far as it does within 2 s. Never rejects. */
export async function describeMachine(electron: string | null): Promise<Machine> {
  const basic = basicMachine(electron);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeLimitMs);
  });
  try {
    const found = await Promise.race([ask(), late]);
    if (found === null) return basic;
    const { physical, model, os } = found;
    // Some virtual machines name no package, and the library then answers 0 or 1: /proc knows better.
    return {
      ...basic,
      physicalCores: basic.physicalCores ?? physical,
      model: model ?? basic.model,
      os: os ?? basic.os,
    };
  } catch {
    return basic;
  } finally {
    clearTimeout(timer);
  }
}

async function ask(): Promise<{ physical: number | null; model: string | null; os: string | null }> {
  const { cpu, osInfo } = await import('systeminformation');
  const [processor, system] = await Promise.all([cpu(), osInfo()]);
  const model = `${processor.manufacturer} ${processor.brand}`.trim();
  const os = `${system.distro} ${system.release}`.trim();
  return {
    physical: processor.physicalCores > 0 ? processor.physicalCores : null,
    model: processor.brand === '' ? null : modelName(model),
    os: os === '' ? null : os,
  };
}

function modelName(model: string | undefined): string {
  const name = (model ?? '')
    .replaceAll(/\((R|TM)\)|®|™/gi, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return name === '' || name === 'unknown' ? 'unknown processor' : name;
}

/** Pairs of package and core in /proc/cpuinfo; null where it names none (ARM, virtual machines, other systems). */
function physicalCores(): number | null {
  const text = readOr('/proc/cpuinfo');
  if (text === null) return null;
  const cores = new Set<string>();
  for (const block of text.split('\n\n')) {
    const core = /^core id\s*: (\d+)/m.exec(block)?.[1];
    if (core !== undefined) cores.add(`${/^physical id\s*: (\d+)/m.exec(block)?.[1] ?? 0}:${core}`);
  }
  return cores.size === 0 ? null : cores.size;
}

function osName(): string | null {
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(readOr('/etc/os-release') ?? '')?.[1] ?? null;
}

function readOr(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
