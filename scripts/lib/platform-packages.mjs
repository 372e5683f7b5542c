// A registry may hold a package's binary for one platform and not yet the others'. npm then leaves the others out of
// package-lock.json without a word, and from there on `npm ci` refuses the lock everywhere ("Missing: … from lock
// file"). This puts them back: they have no integrity until npm has seen them, and are skipped on other platforms.

const systems = new Set([
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]);
const cpuNames = new Set(['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64']);
const cLibraries = { gnu: 'glibc', musl: 'musl' };

/** "@scope/binding-linux-x64-musl" → { os: ['linux'], cpu: ['x64'], libc: ['musl'] }; undefined for other names. */
export function platformOfName(name) {
  const parts = name.split('/').at(-1).split('-');
  const at = parts.findIndex((part, i) => systems.has(part) && cpuNames.has(parts[i + 1]));
  if (at < 0) return undefined;
  const [system, cpu, library] = parts.slice(at);
  const libc = system === 'linux' && cLibraries[library];
  return { os: [system], cpu: [cpu], ...(libc ? { libc: [libc] } : {}) };
}

/** The optional platform packages that `lock` (the content of package-lock.json) asks for and leaves out, by path. */
export function missingPlatformPackages(lock) {
  const missing = {};
  for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const platform = platformOfName(name);
      const known = [`node_modules/${name}`, `${path}/node_modules/${name}`].some((place) => place in lock.packages);
      // A range would need the registry to choose; every tool that ships binaries names them exactly.
      if (!platform || known || !/^\d/.test(version)) continue;
      missing[`node_modules/${name}`] = { version, ...platform, ...(dev ? { dev } : {}), optional: true };
    }
  }
  return missing;
}

/** `lock` with these packages, in npm's order. */
export function withPackages(lock, packages) {
  const entries = Object.entries({ ...lock.packages, ...packages });
  return { ...lock, packages: Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en'))) };
}
