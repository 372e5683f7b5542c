#!/usr/bin/env node
// Stands in for `fpm -s dir -t deb`, the one call electron-builder makes for a .deb, on top of dpkg-deb: fpm itself
// comes from GitHub. electron-builder finds it through CUSTOM_FPM_PATH.
//   JUGGLER_DEB_COMPRESSION=zstd JUGGLER_DEB_LEVEL=1   packs in a second what xz packs in a minute, a third larger
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const flags = new Set(['--force', '--debug']);
const repeatable = new Set(['-d', '--deb-recommends']);
const maintainerScripts = {
  '--before-install': 'preinst',
  '--after-install': 'postinst',
  '--before-remove': 'prerm',
  '--after-remove': 'postrm',
};

/** fpm's arguments: { options, lists, files: [{ from, to }] }. */
export function parseArguments(argv) {
  const options = {};
  const lists = Object.fromEntries([...repeatable].map((name) => [name, []]));
  const files = [];
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at];
    if (flags.has(argument)) continue;
    if (repeatable.has(argument)) {
      lists[argument].push(argv[++at]);
    } else if (argument.startsWith('-')) {
      const [name, value] = argument.split(/=(.*)/s);
      options[name] = value ?? argv[++at];
    } else {
      const split = argument.indexOf('=');
      if (split < 0) throw new Error(`"${argument}" is no SOURCE=TARGET`);
      files.push({ from: argument.slice(0, split), to: argument.slice(split + 1) });
    }
  }
  if (options['-s'] !== 'dir' || options['-t'] !== 'deb')
    throw new Error(`only "-s dir -t deb" can be made here, not "-s ${options['-s']} -t ${options['-t']}"`);
  return { options, lists, files };
}

/** The package's control file (deb-control(5)). */
export function controlFile({ options, lists }, installedKib) {
  const [synopsis = '', ...rest] = (options['--description'] ?? '').split('\n').map((line) => line.trim());
  const body = rest.filter(Boolean);
  const fields = {
    Package: options['--name'],
    Version: options['--version'],
    Architecture: options['--architecture'],
    Maintainer: options['--maintainer'],
    'Installed-Size': installedKib,
    Depends: lists['-d'].join(', '),
    Recommends: lists['--deb-recommends'].join(', '),
    Section: options['--category'] ?? 'devel',
    Priority: options['--deb-priority'] ?? 'optional',
    Homepage: options['--url'],
    Description: [synopsis || body.shift(), ...body.map((line) => ` ${line}`)].join('\n'),
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return `${lines.map(([name, value]) => `${name}: ${value}`).join('\n')}\n`;
}

function makePackage(call) {
  const root = mkdtempSync(join(tmpdir(), 'juggler-deb-'));
  try {
    for (const { from, to } of call.files) place(from, join(root, to));
    // The packager's umask and owner are no part of the package.
    execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', root]);
    const installedKib = execFileSync('du', ['-sk', root], { encoding: 'utf8' }).split('\t')[0];
    const control = join(root, 'DEBIAN');
    mkdirSync(control);
    writeFileSync(join(control, 'control'), controlFile(call, installedKib));
    for (const [option, name] of Object.entries(maintainerScripts)) {
      if (!call.options[option]) continue;
      copyFileSync(call.options[option], join(control, name));
      chmodSync(join(control, name), 0o755);
    }
    execFileSync(
      'dpkg-deb',
      ['--root-owner-group', ...compression(call.options), '--build', root, call.options['--package']],
      { stdio: 'inherit' },
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A source that ends in "/" means what is in the folder. */
function place(from, to) {
  if (from.endsWith('/')) return cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  mkdirSync(dirname(to), { recursive: true });
  if (lstatSync(from).isSymbolicLink()) return symlinkSync(readlinkSync(from), to);
  copyFileSync(from, to);
  chmodSync(to, statSync(from).mode & 0o111 ? 0o755 : 0o644);
}

function compression(options) {
  const kind = process.env.JUGGLER_DEB_COMPRESSION ?? options['--deb-compression'] ?? 'xz';
  const level = process.env.JUGGLER_DEB_LEVEL;
  return [`-Z${kind === 'gz' ? 'gzip' : kind}`, ...(level ? [`-z${level}`] : [])];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    makePackage(parseArguments(process.argv.slice(2)));
  } catch (error) {
    process.stderr.write(`dist-fpm: ${error.message}\n`);
    process.exitCode = 1;
  }
}
