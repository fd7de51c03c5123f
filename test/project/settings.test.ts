/** Settings: what each wrong one says, and that README lists them all. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings, SETTINGS, SettingsError } from '../../src/settings.ts';
import { projectFolder } from './imports.ts';

const key = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37 + 11) % 256)).toString('base64');
const formerKey = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 53 + 7) % 256)).toString(
  'base64',
);
const appId = '0f8fad5b-d9cb-469f-a165-70867728950e';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('need nothing on your own machine', () => {
    expect(loadSettings({})).toEqual({
      port: 3978,
      host: '127.0.0.1',
      production: false,
      dataFolder: './.stuur',
      exitUrl: 'https://www.knmi.nl/',
      coverMinutes: 5,
      chatHours: 24,
      planDays: 90,
      sessionHours: 24,
      handoffDays: 30,
      proxies: 0,
      unlimited: false,
      warnings: [],
    });
  });

  it('are all read', () => {
    const settings = loadSettings({
      PORT: '0',
      HOST: '0.0.0.0',
      NODE_ENV: 'production',
      STUUR_DATA: '/srv/stuur',
      STUUR_KEY: key,
      STUUR_KEY_PREVIOUS: `${formerKey}, ${formerKey}`,
      STUUR_BACKUPS: '/srv/backups',
      STUUR_PUBLIC_URL: 'https://stuur.example.nl/',
      STUUR_EXIT_URL: 'https://www.buienradar.nl/',
      STUUR_COVER_MINUTES: '3',
      STUUR_CHAT_HOURS: '0',
      STUUR_PLAN_DAYS: '30',
      STUUR_SESSION_HOURS: '12',
      STUUR_HANDOFF_DAYS: '7',
      STUUR_ORGANISATION: 'Welzijn Voorbeeld',
      STUUR_CONTACT: 'mailto:privacy@example.nl',
      STUUR_SECURITY_CONTACT: 'https://example.nl/melden',
      STUUR_OIDC_ISSUER: 'https://login.example.nl/',
      STUUR_OIDC_CLIENT_ID: 'stuur',
      STUUR_OIDC_CLIENT_SECRET: 'geheim',
      STUUR_OIDC_NAME: 'Gemeente Voorbeeld',
      STUUR_PROXIES: '1',
      MICROSOFT_APP_ID: appId,
      MICROSOFT_APP_PASSWORD: 'geheim',
      MICROSOFT_APP_TENANT: appId,
      MICROSOFT_APP_TYPE: 'SingleTenant',
    });
    expect(settings).toEqual({
      port: 0,
      host: '0.0.0.0',
      production: true,
      dataFolder: '/srv/stuur',
      key: new Uint8Array(Buffer.from(key, 'base64')),
      previousKeys: [formerKey, formerKey].map((text) => new Uint8Array(Buffer.from(text, 'base64'))),
      backupFolder: '/srv/backups',
      publicUrl: 'https://stuur.example.nl',
      exitUrl: 'https://www.buienradar.nl/',
      coverMinutes: 3,
      chatHours: 0,
      planDays: 30,
      sessionHours: 12,
      handoffDays: 7,
      organisation: 'Welzijn Voorbeeld',
      contact: 'mailto:privacy@example.nl',
      securityContact: 'https://example.nl/melden',
      oidc: {
        issuer: 'https://login.example.nl',
        clientId: 'stuur',
        clientSecret: 'geheim',
        name: 'Gemeente Voorbeeld',
      },
      proxies: 1,
      unlimited: false,
      bot: { appId, type: 'SingleTenant', password: 'geheim', tenant: appId },
      warnings: [],
    });
  });

  it('treat an empty one as absent', () => {
    expect(loadSettings({ PORT: '', STUUR_ORGANISATION: '  ', STUUR_KEY: '' })).toEqual(loadSettings({}));
  });

  it.each([
    ['PORT', 'abc', "PORT is 'abc': write a whole number from 0 to 65535, such as 3978."],
    ['PORT', '70000', "PORT is '70000': write a whole number from 0 to 65535, such as 3978."],
    ['PORT', '-1', "PORT is '-1': write a whole number from 0 to 65535, such as 3978."],
    [
      'HOST',
      'http://localhost',
      "HOST is 'http://localhost': write an address without http:// or a port, such as 127.0.0.1.",
    ],
    ['NODE_ENV', 'Production', "NODE_ENV is 'Production': write development, production or test."],
    [
      'STUUR_CHAT_HOURS',
      '1,5',
      "STUUR_CHAT_HOURS is '1,5': write a whole number from 0 to 8760, such as 24.",
    ],
    ['STUUR_PLAN_DAYS', '0', "STUUR_PLAN_DAYS is '0': write a whole number from 1 to 3650, such as 90."],
    [
      'STUUR_HANDOFF_DAYS',
      '1000',
      "STUUR_HANDOFF_DAYS is '1000': write a whole number from 1 to 365, such as 30.",
    ],
    [
      'STUUR_EXIT_URL',
      'knmi.nl',
      "STUUR_EXIT_URL is 'knmi.nl': write a full web address, such as https://www.knmi.nl/.",
    ],
    [
      'STUUR_EXIT_URL',
      'javascript:alert(1)',
      "STUUR_EXIT_URL is 'javascript:alert(1)': write a full web address, such as https://www.knmi.nl/.",
    ],
    [
      'STUUR_SECURITY_CONTACT',
      'security@example.nl',
      "STUUR_SECURITY_CONTACT is 'security@example.nl': write mailto:security@example.nl or a full https:// address.",
    ],
    [
      'STUUR_SECURITY_CONTACT',
      'mailto:security@example.nl\nExpires: 2000-01-01T00:00:00Z',
      "STUUR_SECURITY_CONTACT is 'mailto:security@example.nl\nExpires: 2000-01-01T00:00:00Z': write mailto:security@example.nl or a full https:// address.",
    ],
    [
      'STUUR_CONTACT',
      'http://example.nl/',
      "STUUR_CONTACT is 'http://example.nl/': write mailto:privacy@example.nl or a full https:// address.",
    ],
    ['STUUR_COVER_MINUTES', '0', "STUUR_COVER_MINUTES is '0': write a whole number from 1 to 60, such as 5."],
    [
      'MICROSOFT_APP_TYPE',
      'multi',
      "MICROSOFT_APP_TYPE is 'multi': write MultiTenant, SingleTenant or UserAssignedMSI.",
    ],
    [
      'MICROSOFT_APP_PASSWORD',
      'x',
      'MICROSOFT_APP_PASSWORD is set without MICROSOFT_APP_ID: write both, or neither.',
    ],
    [
      'MICROSOFT_APP_ID',
      appId,
      'MICROSOFT_APP_PASSWORD is missing beside MICROSOFT_APP_ID: write the app’s secret.',
    ],
  ])('%s=%s stops the start and says what to write', (name, value, sentence) => {
    expect(problemsOf({ [name]: value })).toEqual([sentence]);
  });

  it('never repeat a secret, and say how to make a key', () => {
    const [problem] = problemsOf({ STUUR_KEY: 'mijn-geheim' });
    expect(problem).toMatch(
      /^STUUR_KEY is not right: write 32 random bytes in base64; .*openssl rand -base64 32/,
    );
    expect(problem).not.toContain('mijn-geheim');
    expect(problemsOf({ STUUR_KEY: Buffer.alloc(32).toString('base64') })[0]).toContain('not random');
    expect(problemsOf({ STUUR_KEY: Buffer.alloc(31, 'abcdefghijkl').toString('base64') })).toHaveLength(1);
  });

  it('want a key beside former keys, and never repeat those', () => {
    expect(problemsOf({ STUUR_KEY_PREVIOUS: formerKey })).toEqual([
      'STUUR_KEY_PREVIOUS is set without STUUR_KEY: write the new key as STUUR_KEY.',
    ]);
    const [problem] = problemsOf({ STUUR_KEY: key, STUUR_KEY_PREVIOUS: `${formerKey},mijn-geheim` });
    expect(problem).toMatch(/^STUUR_KEY_PREVIOUS is not right: write 32 random bytes in base64/);
    expect(problem).not.toContain('mijn-geheim');
  });

  it('accept the URL-safe alphabet for the key', () => {
    const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index * 3));
    expect(loadSettings({ STUUR_KEY: bytes.toString('base64url') }).key).toEqual(new Uint8Array(bytes));
  });

  it('in production want a key and https', () => {
    expect(problemsOf({ NODE_ENV: 'production', STUUR_PUBLIC_URL: 'http://stuur.example.nl' })).toEqual([
      expect.stringMatching(/^STUUR_KEY is missing in production: write 32 random bytes/),
      'STUUR_PUBLIC_URL begins with http:// in production: write the https:// address.',
    ]);
  });

  it('want a provider whole, over https, and never repeat its secret', () => {
    const oidc = { STUUR_OIDC_ISSUER: 'http://login.example.nl', STUUR_OIDC_CLIENT_ID: 'stuur' };
    expect(problemsOf(oidc)).toEqual([
      'STUUR_OIDC_ISSUER is set without STUUR_OIDC_CLIENT_ID and STUUR_OIDC_CLIENT_SECRET: write all three, or none.',
    ]);
    expect(problemsOf({ STUUR_OIDC_CLIENT_SECRET: 'x' })).toEqual([
      'STUUR_OIDC_ISSUER is missing beside STUUR_OIDC_CLIENT_ID: write the provider’s https:// address.',
    ]);
    const whole = { ...oidc, STUUR_OIDC_CLIENT_SECRET: 'x' };
    expect(problemsOf({ ...whole, NODE_ENV: 'production', STUUR_KEY: key })).toEqual([
      'STUUR_OIDC_ISSUER begins with http:// in production: write the https:// address.',
    ]);
    expect(problemsOf({ ...whole, STUUR_OIDC_CLIENT_SECRET: 'geheim'.repeat(100) })[0]).not.toContain(
      'geheim',
    );
  });

  it('lift the limits for a benchmark, but not in production', () => {
    expect(loadSettings({ STUUR_LIMITS: 'off' }).unlimited).toBe(true);
    expect(problemsOf({ NODE_ENV: 'production', STUUR_KEY: key, STUUR_LIMITS: 'off' })).toEqual([
      'STUUR_LIMITS is off in production: leave it out, or write on.',
    ]);
  });

  it('name all that is wrong at once', () => {
    expect(problemsOf({ PORT: 'x', STUUR_PLAN_DAYS: 'y' })).toHaveLength(2);
    expect(() => loadSettings({ PORT: 'x' })).toThrow(
      /^Stuur cannot start with these settings:\n- PORT is 'x'/,
    );
  });

  it('warn of names that nothing reads', () => {
    const { warnings } = loadSettings({
      STUUR_DAT: 'x',
      STUUR_CHATHOURS: '1',
      stuur_key: 'x',
      MICROSOFT_APP_TENANT_ID: 'x',
      STUUR_WEATHER_FORECAST: 'x',
      PATH: '/bin',
    });
    expect(warnings).toEqual([
      'MICROSOFT_APP_TENANT_ID is not a setting, so it does nothing. Did you mean MICROSOFT_APP_TENANT?',
      'STUUR_CHATHOURS is not a setting, so it does nothing. Did you mean STUUR_CHAT_HOURS?',
      'STUUR_DAT is not a setting, so it does nothing. Did you mean STUUR_DATA?',
      'STUUR_WEATHER_FORECAST is not a setting, so it does nothing.',
      'stuur_key is not a setting, so it does nothing. Did you mean STUUR_KEY?',
    ]);
  });

  it('are the ones in README, with the same default and meaning', () => {
    const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`)? *\| (.*?) *\|$/gm)];
    expect(rows.map(([, name, byDefault, meaning]) => [name, [byDefault ?? '', meaning]])).toEqual(
      Object.entries(SETTINGS).map(([name, [byDefault, meaning]]) => [name, [byDefault, meaning]]),
    );
  });
});
