// Completes package-lock.json with the platform binaries the registry at hand did not list. npm leaves out an optional
// package it cannot look up, and npm 11 then refuses the lock in `npm ci`, also on platforms that never need that package.
// Run it after every change of dependencies: `npm run lock`.
import { readFileSync, writeFileSync } from 'node:fs';

const CPUS = ['arm64', 'x64'];
const SYSTEMS = ['android', 'darwin', 'linux', 'win32'];

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
for (const holder of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(holder.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    const words = name.split(/[-/]/);
    const os = SYSTEMS.filter((system) => words.includes(system));
    const cpu = CPUS.filter((kind) => words.includes(kind));
    if (lock.packages[path]?.version || os.length === 0 || cpu.length === 0) continue;
    const libc = os[0] === 'linux' ? { libc: [words.includes('musl') ? 'musl' : 'glibc'] } : {};
    lock.packages[path] = { version, cpu, dev: true, license: holder.license, optional: true, os, ...libc };
    console.log(`added ${name} ${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
